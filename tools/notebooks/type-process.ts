// Checks the types of the code cells of notebooks, as the kernel does and without executing anything:
// type-process.ts FILE…, all in the current folder, from which their imports start.

import { type Checked, Language } from '../kernel/language';
import { report } from './child';
import { executableCells, mayFail, readNotebook } from './notebook';

export interface TypeFinding {
  /** Place among all cells, from 0. */
  cell: number;
  /** Both from 1. */
  line: number;
  column: number;
  message: string;
  /** Only if the mistake is in a file that the cell imports. */
  importedFile?: string;
}
export interface TypeMessage {
  file: string;
  findings: TypeFinding[];
}

function main(files: string[]): void {
  const language = new Language(process.cwd());
  for (const file of files) {
    language.forgetCells();
    report({ file, findings: checkCells(language, file) } satisfies TypeMessage);
  }
}

function checkCells(language: Language, file: string): TypeFinding[] {
  return executableCells(readNotebook(file)).flatMap(({ index, cell }) => {
    const checked = language.check(cell.source, `cell ${index + 1}`);
    // A cell that is meant to fail declares nothing for the cells after it.
    if (!('mistakes' in checked) || mayFail(cell)) return [];
    // The cells after this one are to be blamed for their own mistakes only.
    language.declare(cell.source);
    return findings(index, checked.mistakes);
  });
}

type Mistakes = Extract<Checked, { mistakes: unknown }>['mistakes'];

function findings(cell: number, mistakes: Mistakes): TypeFinding[] {
  return mistakes.map(({ line, column, message, code, file }) => ({
    cell,
    line: line + 1,
    column: column + 1,
    message: `${message} (TS${code})`,
    ...(file ? { importedFile: file } : {}),
  }));
}

main(process.argv.slice(2));
