// What the trusted side does to messages.

import * as library from '../../../lib';
import { ascii } from '../ascii';
import { decode, encodeText } from './codec';
import { makersFor } from './makers';
import type { Plain } from './plain';
import type { Ask } from './protocol';

const makers = makersFor('grader', () => library);

/** What came over the pipe, as the grader's own values. @throws PlainDataError */
export const received = (json: unknown): Plain => decode(json, makers);

/** The same of JSON that is still a text. */
export const receivedText = (text: string): Plain => received(JSON.parse(text));

const written = new WeakMap<Ask, string[]>();

/** The arguments of a question for the pipe. The learner is asked the same as the model and all misconceptions. */
export function argTexts(ask: Ask): readonly string[] {
  const texts = written.get(ask) ?? ('args' in ask ? ask.args.map(encodeText) : []);
  written.set(ask, texts);
  return texts;
}

/** A question for the pipe, in ASCII: bytes and characters are the same, wherever it is cut on its way. */
export function askText(ask: Ask): string {
  const { do: what, name } = ask;
  const object = ask.do !== 'call' && ask.object !== undefined ? `,"object":${asciiJson(ask.object)}` : '';
  return `{"do":"${what}","name":${asciiJson(name)}${object},"args":[${argTexts(ask).join()}]}`;
}

export const loadText = (file: string, code: string): string => asciiJson({ do: 'load', file, code });

const asciiJson = (value: unknown): string => ascii(JSON.stringify(value));
