// Values as a learner would write them, short enough for one line.

import type { NestedArray, Tensor } from '../../lib/tensor';
import { descriptionOf, functionText } from './sandbox/functions';
import { Foreign, isTensor, isTypedArray, type Plain } from './sandbox/plain';
import type { Ask } from './sandbox/protocol';
import { clean, shorten } from './text';

const MAX_LENGTH = 160;
/** Of all the arguments of one call. */
const MAX_CALL = 400;

export function formatValue(value: Plain): string {
  return shorten(write(value), MAX_LENGTH);
}

export function formatCall(name: string, args: readonly Plain[]): string {
  return shorten(`${name}(${args.map(formatValue).join(', ')})`, MAX_CALL);
}

/** A few questions in a row as lines of a program. */
export function formatAsks(asks: readonly Ask[]): string {
  // An object that has no name is called after its class.
  let unnamed = '';
  const lines = asks.map((ask) => {
    if (ask.do === 'call') return formatCall(ask.name, ask.args);
    if (ask.do === 'new') unnamed = ask.name[0].toLowerCase() + ask.name.slice(1);
    const object = ask.object ?? unnamed;
    if (ask.do === 'get') return `${object}.${ask.name}`;
    const call = formatCall(ask.name, ask.args);
    return ask.do === 'new' ? `const ${object} = new ${call}` : `${object}.${call}`;
  });
  return lines.join('\n');
}

/** Two different values must not look the same: with as many digits as it takes. */
export function formatPair(got: Plain, expected: Plain): [string, string] {
  for (let digits = 8; digits < 17; digits++) {
    const pair = [got, expected].map((value) => shorten(write(value, digits), MAX_LENGTH));
    if (pair[0] !== pair[1]) return pair as [string, string];
  }
  return [formatValue(got), formatValue(expected)];
}

function write(value: Plain, digits = 17): string {
  const inside = (item: Plain): string => write(item, digits);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : rounded(value, digits);
  if (value instanceof Foreign) return clean(value.description);
  if (typeof value === 'string') return `'${shorten(clean(value), MAX_LENGTH).replaceAll("'", "\\'")}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return functionText(descriptionOf(value)!);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isTensor(value)) return writeTensor(value, inside);
  if (isTypedArray(value)) return `${value.constructor.name} ${inside(Array.from(value.subarray(0, 50)))}`;
  // Far more than can be shown would only cost time.
  if (Array.isArray(value)) return `[${value.slice(0, 50).map(inside).join(', ')}]`;
  const entries = Object.entries(value as { readonly [key: string]: Plain }).slice(0, 50);
  return `{ ${entries.map(([key, item]) => `${clean(key)}: ${inside(item)}`).join(', ')} }`;
}

function writeTensor(value: Tensor, inside: (item: Plain) => string): string {
  const numbers: NestedArray = value.size <= 1_000 ? value.toArray() : Array.from(value.data.subarray(0, 50));
  const grad = value.grad === null ? '' : ` with grad ${inside(value.grad.toArray() as Plain)}`;
  return `tensor(${inside(numbers as Plain)})${grad}`;
}

const rounded = (value: number, digits: number): string =>
  digits === 17 || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(digits)));
