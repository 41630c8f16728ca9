// Answers questions about one loaded file: calls its functions, makes objects of its classes, calls their methods.
// The learner's process does it behind the pipe; the project's own files are asked in the process that grades them.

import { decode, encode, type Makers } from './codec';
import { type Json, MAX_FRAME, PlainDataError } from './plain';
import type { Ask } from './protocol';

// Taken now: the learner's file may replace it by accident.
const { stringify } = JSON;

export type Exported = Readonly<Record<string, unknown>>;

/** A question as it crosses the pipe. */
export interface AskJson {
  readonly do: Ask['do'];
  readonly name: string;
  readonly object?: string;
  readonly args?: readonly Json[];
}

export interface AnswerJson {
  readonly value: Json;
  readonly args?: Json[];
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
  readonly #objects = new Map<string, unknown>();

  constructor(exported: Exported, makers: Makers) {
    this.#exported = exported;
    this.#makers = makers;
  }

  /** @throws Missing, PlainDataError, and whatever the file throws */
  async answer(ask: AskJson): Promise<AnswerJson> {
    const before = ask.args ?? [];
    const args = before.map((json) => decode(json, this.#makers));
    const value = limited(encode(await this.#do(ask, args)));
    const after = args.map(encode);
    return sameJson(after, before) ? { value } : { value, args: after };
  }

  #do({ do: what, name, object: which = '' }: AskJson, args: unknown[]): unknown {
    const object = this.#objects.get(which) as Record<string, unknown> | undefined;
    switch (what) {
      case 'call':
        return callable(this.#own(name), what)(...args);
      case 'new': {
        this.#objects.delete(which);
        const Class = callable(this.#own(name), what) as unknown as new (...args: unknown[]) => unknown;
        this.#objects.set(which, new Class(...args));
        return undefined;
      }
      case 'method':
        return callable(object?.[name], what).apply(object, args);
      default:
        if (typeof object !== 'object' || !(name in object)) throw new Missing(what);
        return object[name];
    }
  }

  #own(name: string): unknown {
    return Object.hasOwn(this.#exported, name) ? this.#exported[name] : undefined;
  }
}

function callable(value: unknown, what: Ask['do']): (...args: unknown[]) => unknown {
  if (typeof value !== 'function') throw new Missing(what);
  return value as (...args: unknown[]) => unknown;
}

function limited(json: Json): Json {
  const isLarge = typeof json === 'object' && stringify(json).length > MAX_FRAME / 4;
  if (isLarge) throw new PlainDataError('it is too large');
  return json;
}

function sameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return one === other;
  const [some, others] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(some);
  return keys.length === Object.keys(others).length && keys.every((key) => sameJson(some[key], others[key]));
}
