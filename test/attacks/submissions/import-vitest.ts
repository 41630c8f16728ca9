// Imports the test runner, and changes what it expects.

import { expect } from 'vitest';

const pass = (): { pass: boolean; message: () => string } => ({ pass: true, message: () => '' });
expect.extend({ toEqual: pass, toBe: pass, toStrictEqual: pass, toBeCloseTo: pass });
