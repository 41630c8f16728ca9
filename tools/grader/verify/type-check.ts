// Asks TypeScript about many versions of a file at once, none of which need be on the disk.

import ts from 'typescript';
import { typeSettings } from '../type-settings';

const known = new Map<string, ts.SourceFile | undefined>();

/** @returns the first error of each file that has one, by its path */
export function typeErrors(texts: ReadonlyMap<string, string>): Map<string, string> {
  const options = typeSettings();
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, rest[0], true);
    if (!known.has(file)) known.set(file, getSourceFile(file, ...rest));
    return known.get(file);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const errors = new Map<string, string>();
  for (const file of texts.keys()) {
    const source = program.getSourceFile(file);
    const [first] = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    if (first) errors.set(file, textOf(first));
  }
  return errors;
}

function textOf({ file, start = 0, messageText }: ts.Diagnostic): string {
  const line = file ? `line ${file.getLineAndCharacterOfPosition(start).line + 1}: ` : '';
  return line + ts.flattenDiagnosticMessageText(messageText, ' ');
}
