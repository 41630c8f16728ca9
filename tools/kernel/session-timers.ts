// Timers that an interrupt can stop: a cell that waits between two steps, as a training loop does between two
// batches, is not running at the moment of the interrupt, and would go on behind the learner's back.

import timersPromises from 'node:timers/promises';
import { bound } from './session-source';

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

const timeouts = new Set<NodeJS.Timeout>();
const immediates = new Set<NodeJS.Immediate>();

/** From now on, the timers of all code in this process can be stopped. */
export function trackTimers(): void {
  const timeout = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const own = bound(callback);
    const timer: NodeJS.Timeout = original.setTimeout(() => {
      timeouts.delete(timer);
      own(...args);
    }, ms);
    timeouts.add(timer);
    return timer;
  };
  const interval = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const timer: NodeJS.Timeout = original.setInterval(bound(callback), ms, ...args);
    timeouts.add(timer);
    return timer;
  };
  const immediate = (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
    const own = bound(callback);
    const timer: NodeJS.Immediate = original.setImmediate(() => {
      immediates.delete(timer);
      own(...args);
    });
    immediates.add(timer);
    return timer;
  };
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
      options
        ? original.wait(ms, value, options)
        : new Promise((resolve) => timeout(() => resolve(value), ms)),
    setImmediate: (value?: unknown, options?: object) =>
      options ? original.turn(value, options) : new Promise((resolve) => immediate(() => resolve(value))),
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

/** Stops all timers: what waits for one of them waits for ever. */
export function stopTimers(): void {
  for (const timer of timeouts) original.clearTimeout(timer);
  for (const timer of immediates) original.clearImmediate(timer);
  timeouts.clear();
  immediates.clear();
}

/** Timers of the kernel itself, which no interrupt stops. */
export const kernelTimers: Readonly<typeof original> = original;
