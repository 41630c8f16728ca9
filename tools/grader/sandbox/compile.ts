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
  try {
    return transpiled(text, file);
  } catch (error) {
    // The compiler walks down the code by calling itself, and code can be as deep as its author likes.
    if (!(error instanceof RangeError)) throw error;
    return { code: '', diagnostics: [tooDeep(text, file)] };
  }
}

function tooDeep(text: string, file: string): ts.Diagnostic {
  const [line] = text.split('\n', 1);
  return {
    file: ts.createSourceFile(file, `// ${line.slice(0, 80)}`, ts.ScriptTarget.ES2022),
    start: 0,
    length: 1,
    code: 0,
    category: ts.DiagnosticCategory.Error,
    messageText: 'The code is nested too deeply to be read.',
  };
}

function transpiled(text: string, file: string): Compiled {
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: OPTIONS,
  });
  return { code: outputText, diagnostics };
}
