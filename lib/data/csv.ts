import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';

/** What a missing value is written as; an empty field counts too. */
const MISSING = new Set(['NA', '']);

/** A table of text with named columns. */
export interface Table {
  /** The names of the columns. */
  readonly columns: readonly string[];
  /** The fields of each line, as text. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a CSV file (RFC 4180, UTF-8) whose first line names the columns.
 * @param checksum the SHA-256 that the file must have, in hexadecimal
 * @throws an error that names the file and what is wrong with it
 */
export function readCsv(path: string, checksum?: string): Table {
  const name = basename(path);
  if (!existsSync(path)) {
    throw new Error(
      `readCsv: there is no file ${path}. It comes with the project: git checkout -- data/${name}`,
    );
  }
  const bytes = readFileSync(path);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (checksum !== undefined && found !== checksum) {
    throw new Error(
      `readCsv: ${name} is damaged or was changed: its checksum is ${found.slice(0, 8)}…, not ${checksum.slice(0, 8)}…. ` +
        `Restore it with: git checkout -- data/${name}`,
    );
  }
  let lines: string[][];
  try {
    lines = parse(bytes, { bom: true, skip_empty_lines: true });
  } catch (error) {
    throw new Error(`readCsv: ${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (lines.length === 0) throw new Error(`readCsv: ${name} is empty: expected a line of column names`);
  const [columns, ...rows] = lines;
  return { columns, rows };
}

/** One column as text; null where a value is missing. @throws when there is no such column */
export function textColumn({ columns, rows }: Table, column: string): (string | null)[] {
  const place = columns.indexOf(column);
  if (place < 0)
    throw new RangeError(`textColumn: there is no column '${column}' among ${columns.join(', ')}`);
  return rows.map((row) => (MISSING.has(row[place]) ? null : row[place]));
}

/** One column as numbers; NaN where a value is missing. @throws on text, naming its line */
export function numberColumn(table: Table, column: string): number[] {
  return textColumn(table, column).map((value, i) => {
    const number = value === null ? Number.NaN : Number(value);
    if (value !== null && !Number.isFinite(number)) {
      throw new TypeError(
        `numberColumn: line ${i + 2} of column '${column}' has '${value}', expected a number`,
      );
    }
    return number;
  });
}

/** One column as the numbers of its classes; NaN where a value is missing. @throws on a class not listed */
export function classColumn(table: Table, column: string, classes: readonly string[]): number[] {
  return textColumn(table, column).map((value, i) => {
    if (value === null) return Number.NaN;
    const number = classes.indexOf(value);
    if (number < 0) {
      throw new RangeError(
        `classColumn: line ${i + 2} of column '${column}' has '${value}', expected one of ${classes.join(', ')}`,
      );
    }
    return number;
  });
}
