// `run`: executes notebooks one after the other and writes the executed copies.

import { join, resolve } from 'node:path';
import { type Run, type RunOptions, runHeadless } from './headless';
import { NotebookError, notebookName, readNotebook, requireTslabKernel, writeNotebook } from './notebook';
import { ROOT, shorten } from './paths';
import { startProgress } from './progress';
import { failureText, summary, table } from './report';

export interface RunCommand {
  out?: string;
  jupyter?: boolean;
  timeout: number;
  json?: boolean;
}

/** Returns whether every notebook ran to its end. */
export async function runNotebooks(files: string[], command: RunCommand): Promise<boolean> {
  const targets = chooseTargets(files, command.out ?? join(ROOT, 'out', 'notebooks'));
  // A notebook that cannot run at all is told before the others take their time.
  for (const file of files) requireTslabKernel(readNotebook(file), file);
  const runOne = command.jupyter ? await prepareJupyter() : runHeadless;
  const width = Math.max(...files.map((file) => notebookName(file).length));

  const runs: Run[] = [];
  for (const file of files) {
    const progress = command.json ? undefined : startProgress(file, width);
    const run = await runOne(file, {
      timeout: command.timeout,
      ...(progress ? { onProgress: progress.update } : {}),
    });
    progress?.finish(run);
    writeNotebook(targets.get(file) as string, run.notebook);
    if (!command.json && !run.ok) console.log(`\n${failureText(run)}\n`);
    runs.push(run);
  }

  const ok = runs.every((run) => run.ok);
  if (command.json) {
    const notebooks = runs.map((run) => summary(run, targets.get(run.file) as string));
    console.log(JSON.stringify({ ok, seconds: total(runs), notebooks }, null, 2));
  } else {
    console.log(
      `\n${table(runs)}\n\nExecuted copies: ${shorten(command.out ?? join(ROOT, 'out', 'notebooks'))}`,
    );
  }
  return ok;
}

/** Never in place: the committed notebooks have no outputs. */
function chooseTargets(files: string[], folder: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const file of files) {
    const target = shorten(join(folder, `${notebookName(file)}.ipynb`));
    if (resolve(target) === resolve(file)) {
      throw new NotebookError(`--out ${folder} is the folder of ${file} itself; choose another one.`);
    }
    if ([...targets.values()].includes(target)) {
      throw new NotebookError(
        `Two of the notebooks are named ${notebookName(file)}.ipynb; run them one by one.`,
      );
    }
    targets.set(file, target);
  }
  return targets;
}

/** Python's side is loaded only when it is asked for. */
async function prepareJupyter(): Promise<(file: string, options: RunOptions) => Promise<Run>> {
  const { ensureEnvironment } = require('../setup/environment') as typeof import('../setup/environment');
  const { runJupyter } = require('./jupyter') as typeof import('./jupyter');
  const environment = await ensureEnvironment();
  return (file, options) => runJupyter(file, options, environment);
}

function total(runs: Run[]): number {
  return runs.reduce((sum, run) => sum + run.seconds, 0);
}
