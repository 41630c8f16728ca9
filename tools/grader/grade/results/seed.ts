// The secret seed. Nobody who does not know it can compute the inputs of a submission; whoever learns it later can prove
// that they were drawn from it.

import { createHash, createHmac, randomBytes } from 'node:crypto';
import { canonicalJson } from '../canonical-json';
import { type ResultsPaths, readOrMakeSecret } from './folder';

export interface Seed {
  readonly secret: string;
  readonly commitment: string;
}

/** @throws when the folder was begun with another seed */
export function openSeed(paths: ResultsPaths, wanted?: string): Seed {
  const secret = readOrMakeSecret(paths.seed, () => wanted ?? randomBytes(32).toString('hex'));
  if (wanted !== undefined && wanted !== secret)
    throw new Error(
      `grade: ${paths.root} was begun with another seed. Leave out --seed to go on with it, or name another folder.`,
    );
  return { secret, commitment: commitmentTo(secret) };
}

export const commitmentTo = (secret: string): string =>
  createHash('sha256').update(`backprop-lab seed\n${secret}`).digest('hex');

/**
 * The seed of an exercise's random inputs: the first 48 bits of HMAC-SHA256 of the submission's id, the exercise, and the
 * file. The file takes part so that answers to questions that became known do not fit the next attempt.
 */
export function inputSeed(secret: string, submission: string, exercise: string, fileSha256: string): number {
  const text = canonicalJson([submission, exercise, fileSha256]);
  return createHmac('sha256', secret).update(text).digest().readUIntBE(0, 6);
}
