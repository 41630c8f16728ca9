// What can go wrong in the learner's process, said so that a newcomer knows what to do next.

import { NOT_WRITTEN } from '../result';
import { clean, shorten } from '../text';
import type { Ask, Thrown } from './protocol';

export type Trouble =
  | 'threw'
  | 'data'
  | 'missing'
  | 'slow'
  | 'load'
  | 'memory'
  | 'flood'
  | 'ended'
  | 'garbled';

const MISSING: Readonly<Record<Ask['do'], string>> = {
  call: 'The file exports no function',
  new: 'The file exports no class',
  method: 'The object has no method',
  get: 'The object has no property',
};

const isAsk = (name: unknown): name is Ask['do'] => typeof name === 'string' && Object.hasOwn(MISSING, name);

type LineOf = (line: number, column: number) => number;

const OPENING = 4;

const seconds = (ms: number): string => `${Math.max(0.1, Math.round(ms / 100) / 10)} s`;

export class LearnerError extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string,
    /** The first words of what was thrown: enough to see whether two errors are of one kind. */
    readonly opening = '',
  ) {
    super(message);
  }

  static slow(name: string, ms: number): LearnerError {
    return new LearnerError(
      'slow',
      `${name} did not come back within ${seconds(ms)}. Does a loop never end, or a promise never settle?`,
    );
  }

  static slowTest(ms: number): LearnerError {
    return new LearnerError(
      'slow',
      `All calls of this test together took more than ${seconds(ms)}. Does a loop take more turns than it needs?`,
    );
  }

  static slowLoad(file: string, ms: number): LearnerError {
    return new LearnerError(
      'load',
      `${file} did not finish loading within ${seconds(ms)}. Is there an endless loop outside the functions?`,
    );
  }

  static memory(megabytes: number): LearnerError {
    return new LearnerError('memory', `Your code used more than ${megabytes} MB of memory and was stopped.`);
  }

  static flood(bytes: number): LearnerError {
    return new LearnerError(
      'flood',
      `Your code printed more than ${bytes / 2 ** 20} MB and was stopped. Is there a console.log in a loop?`,
    );
  }

  static ended(code: number | null, signal: string | null): LearnerError {
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    return new LearnerError(
      'ended',
      `Your code ended the program (${how}). Remove process.exit, if you use it.`,
    );
  }

  static garbled(): LearnerError {
    return new LearnerError('garbled', 'Your code wrote to the connection that belongs to the checker.');
  }

  /** The same, when it happened before any function was called. */
  whileLoading(): LearnerError {
    return this.trouble === 'load'
      ? this
      : new LearnerError('load', `The file cannot be loaded. ${this.message}`);
  }

  static data(reason: string): LearnerError {
    return new LearnerError('data', `The result cannot be checked: ${clean(reason)}.`);
  }

  /**
   * @param file the learner's file, to name the line
   * @param asked the name of the function, class, method or property
   * @param lineOf which line of the file it is, where the trace speaks of something that was made of it
   */
  static thrown(
    { kind, name, message, stack }: Thrown,
    file: string,
    asked: string,
    lineOf?: LineOf,
  ): LearnerError {
    // Whoever writes this may write anything, and of any length.
    if (kind === 'data') return LearnerError.data(shorten(String(message), 600));
    if (kind === 'missing')
      return new LearnerError('missing', `${isAsk(name) ? MISSING[name] : MISSING.call} '${asked}'.`);
    const text = shorten(clean(String(message)).split('\nRequire stack:')[0], 600);
    const line = placeIn(String(stack), file, lineOf);
    if (text.startsWith('Not implemented yet')) {
      return new LearnerError('threw', `${NOT_WRITTEN}${line}.`);
    }
    const title = name && name !== 'Error' ? `${shorten(clean(String(name)), 100)}: ${text}` : text;
    return new LearnerError('threw', `${title}${line}${adviceOn(text)}`, title.split(' ', OPENING).join(' '));
  }
}

function adviceOn(message: string): string {
  if (message.includes('Maximum call stack')) return ' A function calls itself without end.';
  if (message.includes('API has been restricted')) {
    return ' An exercise may not read or write files, nor start programs.';
  }
  return '';
}

/** The first line of the trace that lies in the learner's file. */
function placeIn(stack: string, file: string, lineOf: LineOf = (line) => line): string {
  const trace = stack.split('\n').find((line) => line.includes(`${file}:`));
  const place = trace && /:(\d+):(\d+)\)?$/.exec(trace.trim());
  return place ? ` (line ${lineOf(Number(place[1]), Number(place[2]))})` : '';
}
