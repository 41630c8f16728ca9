// The notebooks with their outputs, kept from one test for the next: what JupyterLab shows of them needs no second run.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runHeadless } from '../../tools/notebooks/headless';
import { type Notebook, writeNotebook } from '../../tools/notebooks/notebook';
import { ROOT } from './scratch';

const FOLDER = join(ROOT, 'out', 'test', 'executed');

/** Keeps what a run of this notebook has made. */
export function keepExecuted(file: string, notebook: Notebook): string {
  const { executed, stamp } = placesOf(file);
  mkdirSync(FOLDER, { recursive: true });
  writeNotebook(executed, notebook);
  writeFileSync(stamp, checksum(file));
  return executed;
}

/** The notebook with outputs: what was kept if the notebook is still the same, else of a run without Jupyter. */
export async function executedNotebook(file: string): Promise<string> {
  const { executed, stamp } = placesOf(file);
  const isKept = existsSync(executed) && existsSync(stamp) && readFileSync(stamp, 'utf8') === checksum(file);
  if (isKept) return executed;
  const { failure, notebook } = await runHeadless(file, { timeout: 180 });
  if (failure) throw new Error(failure.message);
  return keepExecuted(file, notebook);
}

function placesOf(file: string): { executed: string; stamp: string } {
  const executed = join(FOLDER, basename(file));
  return { executed, stamp: `${executed}.sha256` };
}

const checksum = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
