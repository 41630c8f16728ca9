// Values as a learner would write them, short enough for one line.

import { Foreign, type Plain } from './sandbox/codec';
import { clean, shorten } from './text';

const MAX_LENGTH = 160;

export function formatValue(value: Plain): string {
  return shorten(write(value), MAX_LENGTH);
}

export function formatCall(name: string, args: readonly Plain[]): string {
  return `${name}(${args.map(formatValue).join(', ')})`;
}

/** Two unequal numbers must not look the same. */
export function formatPair(got: number, expected: number): [string, string] {
  for (let digits = 8; digits < 17; digits++) {
    const pair = [got, expected].map((value) => String(Number(value.toPrecision(digits))));
    if (pair[0] !== pair[1]) return pair as [string, string];
  }
  return [String(got), String(expected)];
}

function write(value: Plain): string {
  if (value instanceof Foreign) return clean(value.description);
  if (typeof value === 'string') return `'${shorten(clean(value), MAX_LENGTH).replaceAll("'", "\\'")}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${write(Array.from(value))}`;
  // Far more than can be shown would only cost time.
  if (Array.isArray(value)) return `[${value.slice(0, 50).map(write).join(', ')}]`;
  const entries = Object.entries(value).slice(0, 50);
  return `{ ${entries.map(([key, item]) => `${clean(key)}: ${write(item)}`).join(', ')} }`;
}
