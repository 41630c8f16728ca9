// How the value of a cell's last expression is shown.

import { inspect } from 'node:util';
import type { Bundle } from './outputs';
import { isModule, modelBundle } from './rich-model';
import { isRecords, recordsBundle } from './rich-records';
import { isTensor, tensorBundle } from './rich-tensor';

/** An object may say itself how it is shown: `[Symbol.for('Jupyter.display')]()` gives its bundle. */
const DISPLAY = Symbol.for('Jupyter.display');

export async function resultOf(value: unknown): Promise<Bundle | undefined> {
  if (value === undefined) return undefined;
  const rich = typeof value === 'object' && value !== null ? await richBundle(value) : undefined;
  return rich ?? { 'text/plain': asText(value) };
}

export function asText(value: unknown): string {
  const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 });
  // Whoever has forgotten `await` sees why there is no value.
  return text === PENDING ? `${PENDING}: await it to see its value` : text;
}

const PENDING = 'Promise { <pending> }';

async function richBundle(value: object): Promise<Bundle | undefined> {
  const own = (value as { [DISPLAY]?: () => Bundle | Promise<Bundle> })[DISPLAY];
  if (typeof own === 'function') return { 'text/plain': asText(value), ...(await own.call(value)) };
  if (isVegaLite(value)) {
    const { chartBundle } = require('../course/chart') as typeof import('../course/chart');
    return chartBundle(value);
  }
  if (isTensor(value)) return tensorBundle(value);
  if (isModule(value)) return modelBundle(value);
  if (isRecords(value)) return recordsBundle(value, asText(value));
  if (saysMarkdown(value)) return { 'text/markdown': value.toMarkdown(), 'text/plain': asText(value) };
  return undefined;
}

/** Such as the summary of a model. */
function saysMarkdown(value: object): value is { toMarkdown(): string } {
  return typeof (value as { toMarkdown?: unknown }).toMarkdown === 'function';
}

function isVegaLite(value: object): boolean {
  const schema = (value as { $schema?: unknown }).$schema;
  return typeof schema === 'string' && schema.includes('/vega-lite/');
}
