import type { Readable } from 'node:stream';
import { inMegabytes } from './limits';
import { IntakeRefusal } from './refusal';

/** All that comes from a stream. @throws IntakeRefusal as soon as it is more than the limit, whatever was announced */
export async function readLimited(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export const tooLarge = (limit: number): IntakeRefusal =>
  new IntakeRefusal('too-large', `It is larger than ${inMegabytes(limit)}; it was not read.`);
