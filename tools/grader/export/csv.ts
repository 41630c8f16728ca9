// Comma-separated values as RFC 4180 has them.

import { stringify } from 'csv-stringify/sync';

export type Cell = string | number;

/**
 * Commas, quotes and line breaks are quoted. A text that a spreadsheet would take for a formula gets an apostrophe
 * before it: names and file names come from learners. Numbers stay numbers, also negative ones.
 */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: '\n' },
  );
