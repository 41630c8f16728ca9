// Checks the types of the code cells of notebooks, as tslab sees them and without executing anything:
// type-process.ts FILE…, all in the current folder, from which tslab resolves imports.

import { type Converter, createConverter, type Diagnostic } from 'tslab/dist/converter';
import { type CodeMetadata, getCodeMetadata } from 'tslab/dist/metadata';
import { report } from './child';
import { type CodeCell, executableCells, mayFail, readNotebook } from './notebook';

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

const newConverter = (): Converter => createConverter({ isJS: false, isBrowser: false });

function main(files: string[]): void {
  let converter = newConverter();
  for (const file of files) {
    const cells = executableCells(readNotebook(file)).map(({ index, cell }) => ({
      index,
      cell,
      meta: getCodeMetadata(cell.source),
    }));
    const message: TypeMessage = { file, findings: checkCells(converter, cells) };
    report(message);
    // A converter has no memory of a notebook, except of its `@module` cells.
    if (cells.some(({ meta }) => meta.module)) {
      converter.close();
      converter = newConverter();
    }
  }
  process.exit(0);
}

function checkCells(
  converter: Converter,
  cells: { index: number; cell: CodeCell; meta: CodeMetadata }[],
): TypeFinding[] {
  let declarations = '';
  for (const { index, cell, meta } of cells) {
    if (meta.mode === 'browser') continue;
    if (meta.module) {
      const diagnostics = converter.addModule(meta.module, cell.source, meta);
      if (diagnostics.length > 0) return findings(index, diagnostics);
      continue;
    }
    const result = converter.convert(declarations, cell.source);
    // A cell that fails, as one with this tag is meant to, declares nothing for the cells after it.
    if (mayFail(cell)) continue;
    // Later cells lack what this one declares: their complaints would only be noise.
    if (result.diagnostics.length > 0) return findings(index, result.diagnostics);
    declarations = result.declOutput ?? '';
  }
  return [];
}

function findings(cell: number, diagnostics: Diagnostic[]): TypeFinding[] {
  return diagnostics.map(({ start, messageText, fileName }) => ({
    cell,
    line: start.line + 1,
    column: start.character + 1,
    message: messageText,
    ...(fileName ? { importedFile: fileName } : {}),
  }));
}

main(process.argv.slice(2));
