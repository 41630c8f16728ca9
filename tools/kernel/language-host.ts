// The files and settings of TypeScript's service: cells, which are nowhere on disk, and everything that they import.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { CellFiles } from './language-cells';

const ROOT = join(__dirname, '..', '..');
const GLOBALS = `
/** Asks the person at the notebook and waits for the answer. */
declare function prompt(question?: string): string;
`;
/** Nearly every notebook imports these. What they bring in stays in memory then, whatever a cell imports. */
const COMMON = `
import * as lib from 'backprop-lab';
import * as course from '@backprop-lab/course';
import * as tslab from 'tslab';
[lib, course, tslab];
`;

export interface NotebookHost extends ts.LanguageServiceHost {
  /** What most notebooks import becomes part of the program. */
  addCommon(): void;
}

export function languageHost(folder: string, cells: CellFiles): NotebookHost {
  const settings = compilerOptions(folder);
  const [globals, common] = ['__kernel_globals.d.ts', '__kernel_common.ts'].map((name) => join(folder, name));
  const own = new Map([
    [globals, GLOBALS],
    [common, COMMON],
  ]);
  let roots = [globals as string, cells.root];
  const textOf = (file: string): string | undefined => cells.textOf(file) ?? own.get(file);
  const kept = new Map<string, { version: string; snapshot: ts.IScriptSnapshot }>();
  const read = (file: string): ts.IScriptSnapshot | undefined => {
    const version = versionOf(file);
    const known = kept.get(file);
    if (known?.version === version) return known.snapshot;
    if (!existsSync(file)) return undefined;
    const snapshot = ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8'));
    kept.set(file, { version, snapshot });
    return snapshot;
  };
  return {
    addCommon: () => {
      roots = [globals as string, common as string, cells.root];
    },
    // Comments are read when somebody asks for them: language-docs.ts.
    jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeInfo,
    getCompilationSettings: () => settings,
    getScriptFileNames: () => roots,
    // The text of a cell is short enough to be its own version.
    getScriptVersion: (file) => textOf(file) ?? versionOf(file),
    getScriptSnapshot: (file) => {
      const text = textOf(file);
      return text === undefined ? read(file) : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (file) => textOf(file) !== undefined || ts.sys.fileExists(file),
    readFile: (file) => textOf(file) ?? ts.sys.readFile(file),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    readDirectory: ts.sys.readDirectory,
    realpath: (file) => (textOf(file) === undefined ? (ts.sys.realpath?.(file) ?? file) : file),
  };
}

/** Packages do not change while a notebook is open; everything else may. */
function versionOf(file: string): string {
  if (/[\\/]node_modules[\\/]/.test(file)) return '1';
  try {
    return String(statSync(file).mtimeMs);
  } catch {
    return '0';
  }
}

/** The settings of the notebook's project, and what a cell needs beyond them. */
function compilerOptions(folder: string): ts.CompilerOptions {
  const nearest = ts.findConfigFile(folder, ts.sys.fileExists) ?? join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(nearest, ts.sys.readFile);
  // The files of that project are none of the kernel's business.
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [], include: [] },
    ts.sys,
    dirname(nearest),
  );
  return {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    strict: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    types: ['node'],
    ...options,
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    allowUnreachableCode: true,
    allowUnusedLabels: true,
    noEmit: true,
    noImplicitReturns: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    isolatedModules: false,
    verbatimModuleSyntax: false,
    paths: {
      ...options.paths,
      tslab: [join(__dirname, 'display-api.ts')],
      'backprop-lab': [join(ROOT, 'lib', 'index.ts')],
      '@backprop-lab/course': [join(ROOT, 'tools', 'course', 'index.ts')],
    },
  };
}
