// A tensor as a result: what it is, its numbers in a table, and a picture of each matrix that is too large to be read.

import { type Html, html } from '../course/html';
import type { Bundle } from './outputs';
import { coloursInWords, type Matrix, pictureHtml, type Range } from './rich-picture';
import { type Cell, shortNumber, shownOf, tableHtml } from './rich-table';

/** What is used of a tensor. The library may have been loaded again since: its class tells nothing. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: ArrayLike<number>;
  readonly requiresGrad: boolean;
  toString(): string;
}

/** As many numbers along each side are written down. */
const MOST_ROWS = 10;
const MOST_COLUMNS = 10;
/** A matrix with a longer side is a picture too. */
const LONG = 8;
const MOST_PICTURES = 8;

export function isTensor(value: object): value is TensorLike {
  const { shape, dtype, data } = value as Partial<TensorLike>;
  return Array.isArray(shape) && typeof dtype === 'string' && ArrayBuffer.isView(data) && 'toArray' in value;
}

/** A scalar, and a small tensor of three dimensions or more, read best as they are written. */
export function tensorBundle(x: TensorLike): Bundle {
  const rich = tensorHtml(x);
  return { ...(rich ? { 'text/html': rich.text } : {}), 'text/plain': x.toString() };
}

function tensorHtml(x: TensorLike): Html | undefined {
  const { shape, data } = x;
  if (shape.length === 0 || data.length === 0) return undefined;
  const range = rangeOf(data);
  const caption = captionOf(x, range);
  const { rows, columns } = matrixOf(x, 0);
  const count = data.length / (rows * columns);
  const isLarge = Math.min(rows, columns) > 1 && Math.max(rows, columns) > LONG;
  if (!isLarge) return count === 1 ? tableHtml(tableOf(x, caption)) : undefined;
  const pictures = Array.from({ length: Math.min(count, MOST_PICTURES) }, (_, i) =>
    pictureHtml(matrixOf(x, i), range, count === 1 ? caption : `${i + 1} of ${count}`),
  );
  const legend = `${caption}; ${coloursInWords(range)}`;
  if (count === 1) return html`<div>${pictures}${tableHtml(tableOf(x, legend))}</div>`;
  const more = count > MOST_PICTURES ? `. The first ${MOST_PICTURES} of ${count}:` : '';
  return html`<div><p>${legend}${more}</p><div>${pictures}</div>
<details><summary>Numbers</summary><pre>${x.toString()}</pre></details></div>`;
}

/** Shape and kind in words, and between which numbers the numbers are. */
function captionOf({ shape, dtype, data, requiresGrad }: TensorLike, { from, to, gaps }: Range): string {
  const flags = (requiresGrad ? ', requiresGrad' : '') + (gaps ? ', with NaN or Infinity' : '');
  const spread = data.length > 1 && from <= to ? `, from ${shortNumber(from)} to ${shortNumber(to)}` : '';
  return `Tensor: shape [${shape.join(', ')}], ${dtype}${flags}${spread}`;
}

function rangeOf(data: ArrayLike<number>): Range {
  const range = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY, gaps: false };
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isFinite(value)) range.gaps = true;
    else {
      if (value < range.from) range.from = value;
      if (value > range.to) range.to = value;
    }
  }
  return range;
}

function matrixOf({ shape, data }: TensorLike, place: number): Matrix {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const start = place * rows * columns;
  return { rows, columns, at: (row, column) => data[start + row * columns + column] as number };
}

/** The numbers of a matrix, or of a vector in one row. */
function tableOf(x: TensorLike, caption: string): { caption: string; columns: Cell[]; rows: Cell[][] } {
  const { rows, columns, at } = matrixOf(x, 0);
  const shown = shownOf(columns, MOST_COLUMNS);
  const index = (i: number | null): Cell => i ?? '…';
  return {
    caption,
    columns: ['', ...shown.map(index)],
    rows: shownOf(rows, MOST_ROWS).map((row) => [
      x.shape.length < 2 ? '' : index(row),
      ...shown.map((column) => (row === null || column === null ? '…' : at(row, column))),
    ]),
  };
}
