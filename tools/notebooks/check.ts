// `check`: is every notebook in normal form, and do its code cells have correct types?

import { basename, dirname } from 'node:path';
import { startChild } from './child';
import { deviation } from './normal-form';
import { type Notebook, NotebookError, parseNotebook, readText, requireTslabKernel } from './notebook';
import type { TypeFinding, TypeMessage } from './type-process';

export interface Finding {
  file: string;
  message: string;
  /** The finding's place, if it is one in a cell. */
  at?: TypeFinding;
}

export async function checkNotebooks(files: string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const readable = new Map<string, Notebook>();
  for (const file of files) {
    try {
      const text = readText(file);
      const notebook = parseNotebook(text, file);
      requireTslabKernel(notebook, file);
      readable.set(file, notebook);
      const difference = deviation(text, notebook);
      if (difference) {
        const mend = `\`npm run notebooks -- format ${file}\` mends it`;
        findings.push({ file, message: `not in normal form: ${difference}; ${mend}.` });
      }
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      findings.push({ file, message: error.message });
    }
  }
  for (const [folder, names] of byFolder([...readable.keys()])) {
    findings.push(...(await checkTypes(folder, names)));
  }
  return findings;
}

/** The source of a finding's cell with the offending line marked. */
export function excerpt(notebook: Notebook, at: TypeFinding): string {
  const lines = notebook.cells[at.cell]?.source.split('\n') ?? [];
  const first = Math.max(0, at.line - 2);
  const width = String(at.line + 1).length;
  return lines
    .slice(first, at.line + 1)
    .flatMap((line, offset) => {
      const number = first + offset + 1;
      const shown = `${number === at.line ? '>' : ' '} ${String(number).padStart(width)} | ${line}`;
      const arrow = `  ${' '.repeat(width)} | ${' '.repeat(at.column - 1)}^`;
      return number === at.line ? [shown, arrow] : [shown];
    })
    .join('\n');
}

async function checkTypes(folder: string, files: string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const left = new Map(files.map((file) => [basename(file), file]));
  const child = startChild<TypeMessage>('type-process.ts', [...left.keys()], folder, (message) => {
    const file = left.get(message.file) as string;
    left.delete(message.file);
    for (const at of message.findings) findings.push({ file, message: at.message, at });
  });
  const end = await child.ended;
  for (const file of left.values()) {
    findings.push({ file, message: `the type check broke off (exit code ${end.code}): ${end.lastWords}` });
  }
  return findings;
}

function byFolder(files: string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const file of files) folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  return folders;
}
