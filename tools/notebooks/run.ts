// `run`: executes notebooks and writes the executed copies.

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Run, type RunOptions, runHeadless } from './headless';
import { NotebookError, notebookName, readNotebook, requireTslabKernel, writeNotebook } from './notebook';
import { ROOT, shorten } from './paths';
import { Progress } from './progress';
import { failureText, summary, table } from './report';

export interface RunCommand {
  out?: string;
  jupyter?: boolean;
  jobs: number;
  timeout: number;
  json?: boolean;
  html?: boolean;
}

type RunOne = (file: string, options: RunOptions) => Promise<Run>;

/** Returns whether every notebook ran to its end. */
export async function runNotebooks(files: string[], command: RunCommand): Promise<boolean> {
  const folder = command.out ?? join(ROOT, 'out', 'notebooks');
  const targets = chooseTargets(files, folder);
  // A notebook that cannot run at all is told before the others take their time.
  for (const file of files) requireTslabKernel(readNotebook(file), file);
  const runOne = command.jupyter ? await prepareJupyter() : runHeadless;
  const begun = performance.now();
  const runs = await runAll(files, command, runOne);
  const seconds = Math.round(performance.now() - begun) / 1000;
  for (const run of runs) write(run, targets.get(run.file) as string, command);

  const ok = runs.every((run) => run.ok);
  if (command.json) {
    const notebooks = runs.map((run) => summary(run, targets.get(run.file) as string));
    console.log(JSON.stringify({ ok, seconds, notebooks }, null, 2));
    return ok;
  }
  for (const run of runs) if (!run.ok) console.log(`\n${failureText(run)}`);
  console.log(`\n${table(runs)}\n\nExecuted copies: ${shorten(folder)}`);
  return ok;
}

/** As many at a time as there are jobs; the results are in the order of the files. */
async function runAll(files: string[], { jobs, timeout, json }: RunCommand, runOne: RunOne): Promise<Run[]> {
  const width = Math.max(...files.map((file) => notebookName(file).length));
  const progress = json ? undefined : new Progress(width);
  const runs: Run[] = [];
  const waiting = [...files.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, file] = next;
      const line = progress?.start(file);
      const run = await runOne(file, { timeout, ...(line ? { onProgress: line.update } : {}) });
      line?.finish(run);
      runs[place] = run;
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    progress?.stop();
  }
  return runs;
}

function write(run: Run, target: string, { html }: RunCommand): void {
  writeNotebook(target, run.notebook);
  if (!html) return;
  // Its packages are loaded only when they are needed.
  const { notebookPage } = require('./page') as typeof import('./page');
  writeFileSync(target.replace(/\.ipynb$/, '.html'), notebookPage(run.notebook, notebookName(run.file)));
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
async function prepareJupyter(): Promise<RunOne> {
  const { ensureEnvironment } = require('../setup/environment') as typeof import('../setup/environment');
  const { runJupyter } = require('./jupyter') as typeof import('./jupyter');
  const environment = await ensureEnvironment();
  return (file, options) => runJupyter(file, options, environment);
}
