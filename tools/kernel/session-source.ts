// Whose code is running: a cell's timers, promises and callbacks may outlive it, and what they print is still its own.
// AsyncLocalStorage would tell, but before Node 24 it brings checks with it that end the process after an interrupt.

import { promiseHooks } from 'node:v8';

/** Who prints: a cell, or what a front end's message has set off. */
export interface Source {
  /** How much of it there was already. */
  printed: number;
  /** It was interrupted: whatever it still waits for does not come. */
  stopped?: true;
  /** What the session's caller knows it by. */
  readonly origin: unknown;
}

let current: Source | undefined;

/** Whose code is running, if that is known. */
export function currentSource(): Source | undefined {
  return current;
}

/** If the body throws, the source stays the current one, for the handler of the error. */
export function runAs(source: Source | undefined, body: () => void): void {
  current = source;
  body();
  current = undefined;
}

/** A callback that belongs to who runs now, whenever it is called. */
export function bound<Args extends unknown[]>(callback: (...args: Args) => void): (...args: Args) => void {
  const source = current;
  return source ? (...args) => runAs(source, () => callback(...args)) : callback;
}

class Anything {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: what is returned gets the private field of the class below.
    return object;
  }
}

/** Puts a private field, which nobody sees, on promises. */
class Owned extends Anything {
  readonly #source = current;

  static sourceOf(promise: object): Source | undefined {
    return #source in promise ? promise.#source : undefined;
  }
}

/** Who has made a promise. */
export const sourceOf: (promise: object) => Source | undefined = Owned.sourceOf;

/** From now on, what follows a promise belongs to who has made it. */
export function trackPromises(): void {
  promiseHooks.createHook({
    init: (promise) => {
      if (current) new Owned(promise);
    },
    before: (promise) => {
      current = sourceOf(promise);
    },
    after: () => {
      current = undefined;
    },
  });
}
