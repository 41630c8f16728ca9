// What the trusted side does to messages.

import * as library from '../../../lib';
import { decode } from './codec';
import { makersFor } from './makers';
import type { Plain } from './plain';

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
