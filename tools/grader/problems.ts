// TypeScript's complaints about a learner's file as plain data, with the line that they are about.

import ts from 'typescript';
import type { Problem } from './result';

export function problemsOf(diagnostics: readonly ts.Diagnostic[], kind: Problem['kind']): Problem[] {
  return diagnostics.flatMap((diagnostic): Problem[] => {
    const { file, start = 0, length = 1, category, messageText } = diagnostic;
    if (!file || category !== ts.DiagnosticCategory.Error) return [];
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    const source = file.text.split('\n')[line].trimEnd();
    const message = ts.flattenDiagnosticMessageText(messageText, '\n');
    const marked = Math.max(1, Math.min(length, source.length - character));
    return [{ kind, line: line + 1, column: character + 1, length: marked, source, message }];
  });
}
