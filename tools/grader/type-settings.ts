// The project's settings of TypeScript, as they hold for a learner's file.

import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './paths';

export function typeSettings(): ts.CompilerOptions {
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
