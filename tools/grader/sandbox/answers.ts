// Answers questions about one loaded file: calls its functions, makes objects of its classes, calls their methods.
// The learner's process does it behind the pipe; the project's own files are asked in the process that grades them.

import { decode, encodeListText, encodeText, type Makers } from './codec';
import { type Json, MAX_FRAME, PlainDataError } from './plain';
import { apply, construct, hasOwn } from './pristine';
import type { Ask } from './protocol';

export type Exported = Readonly<Record<string, unknown>>;

/** A question as it crosses the pipe. */
export interface AskJson {
  readonly do: Ask['do'];
  readonly name: string;
  readonly object?: string;
  readonly args?: readonly Json[];
}

/** As the text of JSON. Without `args` the call has left them as they were. */
export interface AnswerText {
  readonly value: string;
  readonly args?: string;
}

/** A question that has been asked, and whose answer may be a promise. */
export interface Begun {
  readonly result: unknown;
  /** @param value what the result is, or has become */
  end(value: unknown): AnswerText;
}

/** Which of the things that a question may name is not there. */
export class Missing extends Error {
  constructor(readonly what: Ask['do']) {
    super(what);
  }
}

export class Answers {
  readonly #exported: Exported;
  readonly #makers: Makers;
  readonly #objects: Record<string, unknown> = Object.create(null);

  constructor(exported: Exported, makers: Makers) {
    this.#exported = exported;
    this.#makers = makers;
  }

  /**
   * @param before the text of the arguments, for who has it
   * @throws Missing, PlainDataError, and whatever the file throws
   */
  begin(ask: AskJson, before?: string): Begun {
    const args = ask.args ? (decode(ask.args, this.#makers) as unknown[]) : [];
    before ??= encodeListText(args);
    return {
      result: this.#do(ask, args),
      end: (result) => {
        const value = limited(encodeText(result));
        const after = encodeListText(args);
        return after === before ? { value } : { value, args: limited(after) };
      },
    };
  }

  /** The same at once. */
  async answer(ask: AskJson, before?: string): Promise<AnswerText> {
    const { result, end } = this.begin(ask, before);
    return end(await result);
  }

  #do({ do: what, name, object: which = '' }: AskJson, args: unknown[]): unknown {
    const object = this.#objects[which] as Record<string, unknown> | undefined;
    switch (what) {
      case 'call':
        return apply(callable(this.#own(name), what), undefined, args);
      case 'new':
        this.#objects[which] = undefined;
        this.#objects[which] = construct(callable(this.#own(name), what), args);
        return undefined;
      case 'method':
        return apply(callable(object?.[name], what), object, args);
      default:
        if (typeof object !== 'object' || !(name in object)) throw new Missing(what);
        return object[name];
    }
  }

  #own(name: string): unknown {
    return hasOwn(this.#exported, name) ? this.#exported[name] : undefined;
  }
}

function callable(value: unknown, what: Ask['do']): (...args: unknown[]) => unknown {
  if (typeof value !== 'function') throw new Missing(what);
  return value as (...args: unknown[]) => unknown;
}

function limited(text: string): string {
  if (text.length > MAX_FRAME / 4) throw new PlainDataError('it is too large');
  return text;
}
