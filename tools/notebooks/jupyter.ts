// Executes a notebook on the real Jupyter kernel, through nbclient in the project's Python environment.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../setup/environment';
import { exec } from '../setup/exec';
import { type CellRun, type Failure, type Run, type RunOptions, secondsSince } from './headless';
import { executableCells, readNotebook, requireTslabKernel } from './notebook';
import { mergeStreams } from './outputs';

/** A line that jupyter_run.py prints. */
type JupyterMessage =
  | { event: 'start'; cell: number }
  | { event: 'end'; cell: number; seconds: number; ok: boolean }
  | { event: 'failed'; cell: number | null; message: string }
  | { event: 'finished' };

export async function runJupyter(file: string, options: RunOptions, environment: Environment): Promise<Run> {
  const notebook = readNotebook(file);
  requireTslabKernel(notebook, file);
  const total = executableCells(notebook).length;
  const cells: CellRun[] = [];
  let failure: Failure | undefined;
  let finished = false;

  const onLine = (line: string): void => {
    if (!line.startsWith('{')) return;
    const message = JSON.parse(line) as JupyterMessage;
    if (message.event === 'end') {
      const { cell, ok } = message;
      const seconds = Math.round(message.seconds * 1000) / 1000;
      cells.push({ index: cell, id: notebook.cells[cell]?.id, seconds, ok });
      options.onProgress?.(cells.length, total);
    } else if (message.event === 'failed') {
      failure = { index: message.cell ?? undefined, message: message.message };
    } else if (message.event === 'finished') {
      finished = true;
    }
  };

  options.onProgress?.(0, total);
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-'));
  try {
    const executed = join(folder, 'executed.ipynb');
    const program = join(__dirname, 'jupyter_run.py');
    const command = [environment.python, program, file, executed, String(options.timeout)];
    const end = await exec(command, { env: { ...process.env, ...environment.env }, onLine });
    if (!finished && !failure) {
      failure = { index: undefined, message: `${file}: nbclient broke off.\n${end.stderr.trim()}` };
    }
    const result = finished || failure?.index !== undefined ? readNotebook(executed) : notebook;
    for (const { cell } of executableCells(result)) cell.outputs = mergeStreams(cell.outputs);
    const ok = failure === undefined;
    const seconds = secondsSince(begun);
    return { file, ok, seconds, total, cells, ...(failure ? { failure } : {}), notebook: result };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
