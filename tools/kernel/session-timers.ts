// Timers that an interrupt can stop: a cell that waits between two steps, as a training loop does between two
// batches, is not running at the moment of the interrupt, and would go on behind the learner's back. Its wait ends with
// an error, so that what stands in `finally` around it still runs; whatever it waits for after that does not come.

import timersPromises from 'node:timers/promises';
import { bound, currentSource, type Source } from './session-source';
import { Interrupted } from './session-trace';

const original = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
  wait: timersPromises.setTimeout,
  turn: timersPromises.setImmediate,
};

type Timer = NodeJS.Timeout | NodeJS.Immediate;

/** Whose they are. */
const timeouts = new Map<NodeJS.Timeout, Source | undefined>();
const immediates = new Map<NodeJS.Immediate, Source | undefined>();
/** How those end that a promise waits for. */
const waits = new Map<Timer, () => void>();

/** From now on, the timers of all code in this process can be stopped. */
export function trackTimers(): void {
  const add = <Kind extends Timer>(
    timer: Kind,
    to: Map<Kind, Source | undefined>,
    clear: (timer: Kind) => void,
  ) => {
    const source = currentSource();
    if (source?.stopped) clear(timer);
    else to.set(timer, source);
    return timer;
  };
  const timeout = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const own = bound(callback);
    const timer: NodeJS.Timeout = original.setTimeout(() => {
      timeouts.delete(timer);
      own(...args);
    }, ms);
    return add(timer, timeouts, original.clearTimeout);
  };
  const interval = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const timer: NodeJS.Timeout = original.setInterval(bound(callback), ms, ...args);
    return add(timer, timeouts, original.clearTimeout);
  };
  const immediate = (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
    const own = bound(callback);
    const timer: NodeJS.Immediate = original.setImmediate(() => {
      immediates.delete(timer);
      own(...args);
    });
    return add(timer, immediates, original.clearImmediate);
  };
  const wait = (start: (done: () => void) => Timer, value: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const timer = start(() => {
        waits.delete(timer);
        resolve(value);
      });
      if (!currentSource()?.stopped) waits.set(timer, () => reject(new Interrupted()));
    });
  const clear = (timer?: NodeJS.Timeout | string | number) => {
    if (typeof timer === 'object') timeouts.delete(timer);
    original.clearTimeout(timer);
  };
  const clearOne = (timer?: NodeJS.Immediate) => {
    if (timer) immediates.delete(timer);
    original.clearImmediate(timer);
  };
  Object.assign(timersPromises, {
    setTimeout: (ms?: number, value?: unknown, options?: object) =>
      options ? original.wait(ms, value, options) : wait((done) => timeout(done, ms), value),
    setImmediate: (value?: unknown, options?: object) =>
      options ? original.turn(value, options) : wait(immediate, value),
  });
  // `util.promisify(setTimeout)` looks for this.
  const promisify = Symbol.for('nodejs.util.promisify.custom');
  Object.assign(timeout, { [promisify]: timersPromises.setTimeout });
  Object.assign(immediate, { [promisify]: timersPromises.setImmediate });
  const tracked = {
    setTimeout: timeout,
    setInterval: interval,
    setImmediate: immediate,
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clearOne,
  };
  Object.assign(globalThis, tracked);
  Object.assign(require('node:timers'), tracked);
}

/** Stops all timers, and those who have set them. */
export function stopTimers(): void {
  const ends = [...waits.values()];
  const sources = [...timeouts.values(), ...immediates.values()];
  for (const timer of timeouts.keys()) original.clearTimeout(timer);
  for (const timer of immediates.keys()) original.clearImmediate(timer);
  for (const timers of [timeouts, immediates, waits]) timers.clear();
  for (const source of sources) if (source) source.stopped = true;
  for (const end of ends) end();
}

/** Timers of the kernel itself, which no interrupt stops. */
export const kernelTimers: Readonly<typeof original> = original;
