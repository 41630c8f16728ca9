// npm run notebooks -- run | check | format

import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { checkNotebooks, excerpt, type Finding } from './check';
import { normalize } from './normal-form';
import {
  cellName,
  NotebookError,
  parseNotebook,
  readNotebook,
  readText,
  requireTslabKernel,
  serializeNotebook,
} from './notebook';
import { findNotebooks } from './paths';
import { type RunCommand, runNotebooks } from './run';

const program = new Command('npm run notebooks --')
  .description('Executes, checks and tidies the notebooks of the course.')
  .addHelpText(
    'after',
    `
PATH is a notebook or a folder of notebooks; without one it is notebooks/.

Examples:
  npm run notebooks -- run notebooks/01-scalars.ipynb      execute one notebook, without Python
  npm run notebooks -- run --jobs 2 --html                 execute all, two at a time, and write web pages too
  npm run notebooks -- run --jupyter                       execute all of them on the real Jupyter kernel
  npm run notebooks -- check                               normal form and types, nothing is executed
  npm run notebooks -- format notebooks/01-scalars.ipynb   remove outputs, bring into the normal form`,
  );

program
  .command('run')
  .argument('[PATH...]', 'notebooks or folders (default: notebooks/)')
  .description('execute notebooks and write the executed copies; exit code 1 if a cell fails')
  .option('--out <DIR>', 'folder for the executed copies (default: out/notebooks)')
  .option('--jupyter', 'execute with nbclient on the real Jupyter kernel (needs Python; sets it up once)')
  .option('--jobs <N>', 'so many notebooks at a time', jobs, 1)
  .option('--timeout <SECONDS>', 'longest time for one cell', seconds, 120)
  .option('--html', 'write each executed copy as a web page too, complete in one file')
  .option('--json', 'print one JSON document instead of progress and table')
  .action(async (paths: string[], command: RunCommand) => {
    exitWith(await runNotebooks(findNotebooks(paths), command));
  });

program
  .command('check')
  .argument('[PATH...]', 'notebooks or folders (default: notebooks/)')
  .description('check the normal form and the types of the code cells; exit code 1 on findings')
  .action(async (paths: string[]) => {
    const files = findNotebooks(paths);
    const findings = await checkNotebooks(files);
    for (const finding of findings) console.log(findingText(finding));
    const verdict =
      findings.length === 0 ? pc.green('no findings') : pc.red(plural(findings.length, 'finding'));
    console.log(`${plural(files.length, 'notebook')}, ${verdict}`);
    exitWith(findings.length === 0);
  });

program
  .command('format')
  .argument('[PATH...]', 'notebooks or folders (default: notebooks/)')
  .description('rewrite notebooks into the normal form: no outputs, stable cell ids, fixed metadata')
  .action((paths: string[]) => {
    for (const file of findNotebooks(paths)) formatNotebook(file);
  });

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof NotebookError)) throw error;
  console.error(pc.red(error.message));
  exitWith(false);
});

function formatNotebook(file: string): void {
  const text = readText(file);
  const notebook = parseNotebook(text, file);
  requireTslabKernel(notebook, file);
  const normal = serializeNotebook(normalize(notebook));
  if (normal !== text) writeFileSync(file, normal);
  console.log(`${file} ${normal === text ? pc.dim('unchanged') : pc.green('formatted')}`);
}

function findingText({ file, message, at }: Finding): string {
  if (!at) return `${pc.bold(file)}: ${message.startsWith(file) ? message.slice(file.length + 1) : message}`;
  const notebook = readNotebook(file);
  const where = `${file}, ${cellName(notebook, at.cell)}`;
  if (at.importedFile) {
    return `${pc.bold(where)}: ${at.importedFile}:${at.line}:${at.column}: ${message}`;
  }
  return `${pc.bold(`${where}, line ${at.line}:${at.column}`)}: ${message}\n${excerpt(notebook, at)}`;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return value;
}

function jobs(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Output that is still on its way to a pipe is not cut off, as process.exit() would. */
function exitWith(ok: boolean): void {
  if (!ok) process.exitCode = 1;
}
