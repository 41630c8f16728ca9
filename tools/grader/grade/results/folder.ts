// The folder of the results: what lies where.
//
//     records/ID.json     one record for each submission, signed
//     journal.jsonl       what has been done, in the order in which it was done; the records can be made from it
//     charts/             histograms of the scores
//     public-key.pem      proves the signatures
//     secret/             the seed and the key that signs: for nobody else

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export interface ResultsPaths {
  readonly root: string;
  readonly records: string;
  readonly journal: string;
  readonly charts: string;
  readonly publicKey: string;
  readonly key: string;
  readonly seed: string;
  readonly lock: string;
}

export function resultsPaths(root: string): ResultsPaths {
  const at = (...parts: string[]): string => join(root, ...parts);
  return {
    root,
    records: at('records'),
    journal: at('journal.jsonl'),
    charts: at('charts'),
    publicKey: at('public-key.pem'),
    key: at('secret', 'key.pem'),
    seed: at('secret', 'seed'),
    lock: at('secret', 'lock'),
  };
}

export const recordFile = ({ records }: ResultsPaths, id: string): string => join(records, `${id}.json`);

/** The file is there whole, or as it was before. */
export function writeWhole(file: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part`;
  const handle = openSync(part, 'w', mode);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
}

/** What only its owner may read, made when it is not there yet. */
export function readOrMakeSecret(file: string, make: () => string): string {
  if (!existsSync(file)) writeWhole(file, make(), 0o600);
  return readFileSync(file, 'utf8');
}
