// The files of the learner that a cell imports, directly or through one another: a mistake in one of them is the cell's.

import { join, sep } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
/** The course's own code has been checked before it came to the learner. */
const CHECKED = [join(ROOT, 'lib'), join(ROOT, 'tools')].map((folder) => folder + sep);

/** @param cell where the cell's imports start from */
export function importedFiles(source: string, cell: string, program: ts.Program): ts.SourceFile[] {
  const found = new Map<string, ts.SourceFile>();
  const visit = (text: string, from: string): void => {
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      const { resolvedModule } = ts.resolveModuleName(fileName, from, program.getCompilerOptions(), ts.sys);
      const file = resolvedModule && program.getSourceFile(resolvedModule.resolvedFileName);
      if (!file || found.has(file.fileName) || !isOfLearner(file)) continue;
      found.set(file.fileName, file);
      visit(file.text, file.fileName);
    }
  };
  visit(source, cell);
  return [...found.values()];
}

function isOfLearner({ fileName, isDeclarationFile }: ts.SourceFile): boolean {
  const file = join(fileName);
  if (isDeclarationFile || !/\.[cm]?tsx?$/.test(file)) return false;
  return !/[\\/]node_modules[\\/]/.test(file) && !CHECKED.some((folder) => file.startsWith(folder));
}
