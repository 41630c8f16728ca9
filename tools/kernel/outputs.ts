/** What a cell puts out, in the order in which it does. */

/** One content in several MIME types, the notebook's front end picks the richest that it can draw. */
export type Bundle = Readonly<Record<string, unknown>>;

export type Output =
  | { type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; data: Bundle; metadata: object; id?: string; update: boolean }
  | { type: 'clear'; wait: boolean };

/** Jupyter's form of an error. */
export interface CellError {
  ename: string;
  evalue: string;
  traceback: string[];
}

export type CellOutcome = { status: 'ok'; result?: Bundle } | { status: 'error'; error: CellError };
