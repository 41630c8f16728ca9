import { randomInt } from 'node:crypto';

/** Far above the users that a system has, and below those that a container maps. */
const FIRST = 0x7000_0000;
const COUNT = 0x100_0000;

/** Root can be anyone, and each sandbox is someone else: they cannot even signal one another. */
export const freshUser = (): number | undefined =>
  process.getuid?.() === 0 ? FIRST + randomInt(COUNT) : undefined;
