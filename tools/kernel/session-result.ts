// How the value of a cell's last expression is shown.

import { inspect } from 'node:util';
import type { Bundle } from './outputs';

/** An object may say itself how it is shown: `[Symbol.for('Jupyter.display')]()` gives its bundle. */
const DISPLAY = Symbol.for('Jupyter.display');

export async function resultOf(value: unknown): Promise<Bundle | undefined> {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null) {
    const own = (value as { [DISPLAY]?: () => Bundle | Promise<Bundle> })[DISPLAY];
    if (typeof own === 'function') return { 'text/plain': asText(value), ...(await own.call(value)) };
    if (isVegaLite(value)) {
      const { chartBundle } = require('../course/chart') as typeof import('../course/chart');
      return chartBundle(value);
    }
  }
  return { 'text/plain': asText(value) };
}

export function asText(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 });
}

function isVegaLite(value: object): boolean {
  const schema = (value as { $schema?: unknown }).$schema;
  return typeof schema === 'string' && schema.includes('/vega-lite/');
}
