// Bytes to text. Editors of other times and places write other encodings than UTF-8.

import { IntakeRefusal } from './refusal';

export interface Decoded {
  readonly text: string;
  /** What was odd, as a sentence. */
  readonly note?: string;
}

/** @throws IntakeRefusal when it is no text */
export function decode(bytes: Uint8Array): Decoded {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return noted(bytes, 'utf-16le', 'UTF-16');
  if (a === 0xfe && b === 0xff) return noted(bytes, 'utf-16be', 'UTF-16');
  if (bytes.includes(0))
    throw new IntakeRefusal('bad-encoding', 'It holds bytes that are no text; it was not read.');
  try {
    // A byte order mark in front is left out.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return noted(bytes, 'windows-1252', 'Windows-1252');
  }
}

function noted(bytes: Uint8Array, encoding: string, name: string): Decoded {
  const text = new TextDecoder(encoding).decode(bytes);
  return { text, note: `It is not written in UTF-8; it was read as ${name}.` };
}
