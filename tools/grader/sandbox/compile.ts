// TypeScript to JavaScript, on the trusted side: it has the compiler loaded anyway, and the learner's process starts
// faster without it.

import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  // Errors then name the lines of the TypeScript.
  inlineSourceMap: true,
};

export interface Compiled {
  readonly code: string;
  /** What makes the text no TypeScript at all. */
  readonly diagnostics: readonly ts.Diagnostic[];
}

export function compile(text: string, file: string): Compiled {
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: OPTIONS,
  });
  return { code: outputText, diagnostics };
}
