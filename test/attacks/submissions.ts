// The hostile submissions: each attack in a file of its own, put before the same base.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../../tools/grader/paths';

const FOLDER = join(__dirname, 'submissions');
const TEN_MEGABYTES = 10 * 2 ** 20;

export type Surroundings = Pick<typeof ATTACK, 'outside' | 'port' | 'mark' | 'secret'>;

const read = (name: string): string => readFileSync(join(__dirname, name), 'utf8');
/** Without the import of what does nothing: the attack brings it, or `text` below. */
const base = read('base.ts').replace(/^import .*'\.\/no-attack';$/m, '');

export const attacks: readonly string[] = readdirSync(FOLDER).map((file) => basename(file, '.ts'));

export const honest = read('honest.ts');

/** One attack with the base, or the base alone. */
export function submission(attack: string | undefined, surroundings: Surroundings): string {
  const own = attack === undefined ? '' : readFileSync(join(FOLDER, `${attack}.ts`), 'utf8');
  const facts = JSON.stringify({ ...surroundings, root: ROOT, grader: process.pid });
  return [
    `const ATTACK = ${facts};`,
    own
      .replace('// FILLER', () => `/* ${'x'.repeat(TEN_MEGABYTES)} */`)
      .replace('// NESTED', () => `export const nested = ${'['.repeat(10_000)}${']'.repeat(10_000)};`),
    /\bonCall\b/.test(own) ? '' : 'function onCall() {}',
    /\bonResult\b/.test(own) ? '' : 'const onResult = (value) => value;',
    base,
  ].join('\n');
}

/** What the attack does, in its own words. */
export const purpose = (attack: string): string =>
  /^\/\/ (.*)$/m.exec(readFileSync(join(FOLDER, `${attack}.ts`), 'utf8'))?.[1] ?? '';
