// What the learner's file prints, kept apart from everything else and cut to a readable length.

import { StringDecoder } from 'node:string_decoder';

const KEPT_CHARACTERS = 4_000;
export const FLOOD_BYTES = 2 * 2 ** 20;

export class Printed {
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #bytes = 0;

  /** @returns whether this is still a reasonable amount */
  add(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    if (this.#text.length <= KEPT_CHARACTERS) this.#text += this.#decoder.write(chunk);
    return this.#bytes <= FLOOD_BYTES;
  }

  get text(): string {
    return this.#text.length <= KEPT_CHARACTERS ? this.#text : `${this.#text.slice(0, KEPT_CHARACTERS)}\n…`;
  }
}
