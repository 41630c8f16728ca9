// Tables for results: with headings that a screen reader can tell, in the colours of the notebook's theme.

import { type Html, html } from '../course/html';

export type Cell = string | number;

export interface Table {
  caption: string;
  /** Headings of the columns, the first one above the headings of the rows. */
  columns: readonly Cell[];
  /** Each begins with its heading. */
  rows: readonly (readonly Cell[])[];
  /** Columns of text; all others are of numbers, and end at the same place. */
  text?: readonly number[];
}

const CAPTION = 'caption-side: top; text-align: left; padding: 0.3em 0; white-space: nowrap';
const LEFT = 'text-align: left';
const RIGHT = 'text-align: right';

export function tableHtml({ caption, columns, rows, text = [] }: Table): Html {
  const style = (column: number): string => (text.includes(column) ? LEFT : RIGHT);
  const heading = (cell: Cell, column: number) =>
    html`<th scope="col" style="${style(column)}">${written(cell)}</th>`;
  const row = ([first, ...rest]: readonly Cell[]) =>
    html`<tr><th scope="row" style="${style(0)}">${written(first ?? '')}</th>${rest.map(
      (cell, i) => html`<td style="${style(i + 1)}">${written(cell)}</td>`,
    )}</tr>
`;
  return html`<table style="font-variant-numeric: tabular-nums"><caption style="${CAPTION}">${caption}</caption>
<thead><tr>${columns.map(heading)}</tr></thead>
<tbody>${rows.map(row)}</tbody></table>`;
}

function written(cell: Cell): string {
  return typeof cell === 'number' ? shortNumber(cell) : cell;
}

/** Whole numbers as they are, others with four digits. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** The indices that are shown of so many; null stands for those between the first ones and the last ones. */
export function shownOf(count: number, most: number): (number | null)[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (count <= most) return all;
  const end = Math.floor(most / 2);
  return [...all.slice(0, most - end), null, ...all.slice(-end)];
}
