// A list of records with the same keys, such as the history of a training, as a table.

import type { Bundle } from './outputs';
import { type Cell, shownOf, tableHtml } from './rich-table';

type Simple = string | number | boolean | bigint | null | undefined;
type Records = readonly Readonly<Record<string, Simple>>[];

const MOST_ROWS = 10;
const MOST_COLUMNS = 10;
const LONGEST_TEXT = 60;

/** Two records or more: one alone reads as well as it is written. */
export function isRecords(value: object): value is Records {
  if (!Array.isArray(value) || value.length < 2) return false;
  const keys = Object.keys((value[0] as object | null) ?? {});
  if (keys.length === 0 || keys.length > MOST_COLUMNS) return false;
  return value.every((record) => isPlain(record) && sameKeys(Object.keys(record), keys));
}

export function recordsBundle(records: Records, plain: string): Bundle {
  const keys = Object.keys(records[0] as object);
  const shown = shownOf(records.length, MOST_ROWS);
  const between = shown.includes(null) ? `, of which ${MOST_ROWS} are shown` : '';
  const text = keys.flatMap((key, i) => (typeof records[0]?.[key] === 'number' ? [] : [i + 1]));
  const table = {
    caption: `${records.length} records${between}`,
    columns: ['', ...keys],
    rows: shown.map((i) => [i ?? '…', ...keys.map((key) => (i === null ? '…' : cellOf(records[i]?.[key])))]),
    text,
  };
  return { 'text/html': tableHtml(table).text, 'text/plain': plain };
}

function cellOf(value: Simple): Cell {
  if (typeof value === 'number') return value;
  const words = String(value);
  return words.length > LONGEST_TEXT ? `${words.slice(0, LONGEST_TEXT)}…` : words;
}

function isPlain(value: unknown): value is Record<string, Simple> {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  return Object.values(value).every(
    (one) => (typeof one !== 'object' || one === null) && typeof one !== 'function',
  );
}

function sameKeys(keys: string[], expected: string[]): boolean {
  return keys.length === expected.length && keys.every((key, i) => key === expected[i]);
}
