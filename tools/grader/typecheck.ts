// Asks TypeScript about one file, with the project's own settings, and prints its Problem[] as JSON:
// ts-node typecheck.ts FILE. A program of its own because it takes a second of one core, while the tests run on another.

import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './paths';
import { problemsOf } from './problems';
import type { Problem } from './result';

function settings(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  return {
    ...ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT).options,
    // Not yet used is no mistake in a file that is being written.
    noUnusedLocals: false,
    noUnusedParameters: false,
    // For a file that lies outside the project.
    paths: { 'backprop-lab': [join(ROOT, 'lib', 'index.ts')] },
    typeRoots: [join(ROOT, 'node_modules', '@types')],
  };
}

function typeProblems(file: string, options: ts.CompilerOptions): Problem[] {
  const program = ts.createProgram([file], options);
  return problemsOf(program.getSemanticDiagnostics(program.getSourceFile(file)), 'type');
}

const file = process.argv[2];
const options = settings();
// Node's types take half of the time and only add names. Whoever has no problem without them has none with them.
const problems = typeProblems(file, { ...options, types: [] });
console.log(JSON.stringify(problems.length === 0 ? [] : typeProblems(file, options)));
