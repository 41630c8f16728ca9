// What the trusted side does to messages.

import * as library from '../../../lib';
import { decode, encodeText } from './codec';
import { makersFor } from './makers';
import type { Json, Plain } from './plain';
import type { Ask } from './protocol';

const makers = makersFor('grader', () => library);

/** What came over the pipe, as the grader's own values. @throws PlainDataError */
export const received = (json: unknown): Plain => decode(json, makers);

/** The same of JSON that is still a text. */
export const receivedText = (text: string): Plain => received(JSON.parse(text));

/** JSON in ASCII: bytes and characters are the same, wherever a message is cut on its way. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const sent = new WeakMap<Ask, string[]>();

/** The arguments of a question for the pipe. The learner is asked the same as the model and all misconceptions. */
export function sentArgs(ask: Ask & { readonly args: readonly Plain[] }): Json[] {
  const texts = sent.get(ask) ?? ask.args.map(encodeText);
  sent.set(ask, texts);
  // Each time anew: who decodes them does so in their places.
  return texts.map((text) => JSON.parse(text) as Json);
}
