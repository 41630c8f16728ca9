// The thread of the type checker: gets the name of a file, and answers with its Problem[].

import { parentPort } from 'node:worker_threads';
import ts from 'typescript';
import { problemsOf } from './problems';
import type { Problem } from './result';
import { typeSettings } from './type-settings';

const options = typeSettings();
/** All other files stay as they are while the learner works on one. */
const known = new Map<string, ts.SourceFile | undefined>();

function typeProblems(file: string, types: ts.CompilerOptions): Problem[] {
  const host = ts.createCompilerHost(types);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return getSourceFile(name, ...rest);
    if (!known.has(name)) known.set(name, getSourceFile(name, ...rest));
    return known.get(name);
  };
  const program = ts.createProgram([file], types, host);
  return problemsOf(program.getSemanticDiagnostics(program.getSourceFile(file)), 'type');
}

parentPort?.on('message', (file: string) => {
  // Node's types take half of the time and only add names. Whoever has no problem without them has none with them.
  const problems = typeProblems(file, { ...options, types: [] });
  parentPort?.postMessage(problems.length === 0 ? [] : typeProblems(file, options));
});
