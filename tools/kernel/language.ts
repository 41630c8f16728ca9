// TypeScript's view of a notebook. Each cell is a module of its own in the notebook's folder, and begins with an
// invisible line that brings in what the cells before it declared.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { shadowedGlobals } from './cell-globals';
import { type CellScript, toScript } from './cell-script';
import { type Declared, declaredNames, parse } from './cell-syntax';

/** A mistake in a cell; places are counted from 0. */
export interface Mistake {
  code: number;
  message: string;
  line: number;
  column: number;
  length: number;
}
export type Checked = { mistakes: Mistake[] } | { script: CellScript };

export interface Completion {
  name: string;
  kind: string;
}
export interface Completions {
  /** What an entry replaces, in UTF-16 units. */
  start: number;
  end: number;
  entries: Completion[];
}
export interface Inspection {
  signature: string;
  documentation: string;
}

const ROOT = join(__dirname, '..', '..');
const GLOBALS = `
/** Asks the person at the notebook and waits for the answer. */
declare function prompt(question?: string): string;
`;
/**
 * `const losses = []` gets its type from what the cell puts in; for a later cell it is a list of anything, as for
 * code that is not strict, because the mistake would be told at a place that is not to blame.
 */
const FORGIVEN = new Set([7005, 7034]);
/** TypeScript's own words for these would puzzle: the cells' names are imports only behind the scenes. */
const REWORDED: Record<number, (message: string) => string> = {
  2632: (message) =>
    message.replace(
      /Cannot assign to '(.*)' because it is an import\./,
      "Cannot assign to '$1' because it is a constant or a function of an earlier cell.",
    ),
};

export class Language {
  private readonly names = new Map<string, { declared: Declared; module: string }>();
  private readonly cells = new Map<string, string>();
  private readonly files = new Map<string, { version: string; text: string }>();
  private readonly options: ts.CompilerOptions;
  private readonly service: ts.LanguageService;
  private readonly globals: string;
  private count = 0;
  /** The cell that is looked at. It keeps its name, because TypeScript starts over for a program with other files. */
  private readonly current: string;

  constructor(private readonly folder: string) {
    this.options = compilerOptions(folder);
    this.globals = join(folder, '__kernel_globals.d.ts');
    this.current = join(folder, '__cell.ts');
    this.cells.set(this.globals, GLOBALS);
    this.cells.set(this.current, '');
    this.service = ts.createLanguageService(this.host(), ts.createDocumentRegistry());
  }

  /** Checks the types of a cell; if they are right, later cells see what it declares (unless it is `apart`). */
  check(source: string, label: string, apart = false): Checked {
    const file = parse(source);
    const declared = declaredNames(file);
    const { prefix, text } = this.module(source, declared);
    this.cells.set(this.current, text);
    const program = this.service.getProgram();
    const module = program?.getSourceFile(this.current);
    if (!program || !module) throw new Error(`check: TypeScript does not know the cell ${this.current}`);
    const found = [...program.getSyntacticDiagnostics(module), ...program.getSemanticDiagnostics(module)];
    const mistakes = found
      .filter(({ code }) => !FORGIVEN.has(code))
      .filter(({ start }) => start !== undefined && start >= prefix && start <= prefix + source.length)
      .map((diagnostic) => describe(diagnostic, source, prefix));
    if (mistakes.length > 0) return { mistakes };
    const renamed = shadowedGlobals(module, program.getTypeChecker()).map((start) => start - prefix);
    if (!apart) this.remember(declared, text);
    return { script: toScript(source, label, renamed) };
  }

  complete(source: string, position: number): Completions {
    const offset = this.lookAt(source);
    const found = this.service.getCompletionsAtPosition(this.current, offset + position, {
      includeCompletionsWithInsertText: false,
    });
    const before = /[\p{ID_Continue}$]*$/u.exec(source.slice(0, position))?.[0] ?? '';
    const span = found?.optionalReplacementSpan;
    const start = span ? span.start - offset : position - before.length;
    const end = span ? Math.max(position, span.start - offset + span.length) : position;
    const typed = source.slice(start, position).toLowerCase();
    const entries = (found?.entries ?? [])
      .filter(({ name }) => name.toLowerCase().startsWith(typed) && !name.startsWith('__'))
      .sort((a, b) =>
        a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : a.name.localeCompare(b.name),
      )
      .map(({ name, kind }) => ({ name, kind }));
    return { start, end, entries };
  }

  inspect(source: string, position: number): Inspection | undefined {
    const offset = this.lookAt(source);
    for (const place of [position, position - 1]) {
      if (place < 0) continue;
      const info = this.service.getQuickInfoAtPosition(this.current, offset + place);
      if (!info) continue;
      const tags = (info.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`);
      return {
        signature: ts.displayPartsToString(info.displayParts),
        documentation: [ts.displayPartsToString(info.documentation), ...tags].join('\n\n').trim(),
      };
    }
    return undefined;
  }

  /** Puts an unfinished cell before the service; returns how much longer its invisible beginning makes it. */
  private lookAt(source: string): number {
    const { prefix, text } = this.module(source, declaredNames(parse(source)));
    this.cells.set(this.current, text);
    return prefix;
  }

  private module(source: string, declared: Declared[]): { prefix: number; text: string } {
    const own = new Set(declared.map(({ name }) => name));
    const before: string[] = [];
    for (const [name, { declared, module }] of this.names) {
      if (own.has(name)) continue;
      if (typeof declared.how === 'object') before.push(declared.how.import);
      else if (declared.how === 'export') before.push(`import { ${name} } from './${module}';`);
      // An imported name could not be assigned to.
      else before.push(`declare let ${name}: typeof import('./${module}').${name};`);
    }
    const exported = declared.filter(({ how, exported }) => typeof how === 'string' && !exported);
    const prefix = `${before.join(' ')}\n`;
    return {
      prefix: prefix.length,
      text: `${prefix}${source}\n;export { ${exported.map(({ name }) => name).join(', ')} };\n`,
    };
  }

  private remember(declared: Declared[], text: string): void {
    if (declared.length === 0) return;
    const module = `__cell_${this.count++}`;
    this.cells.set(join(this.folder, `${module}.ts`), text);
    for (const one of declared) {
      this.names.delete(one.name);
      this.names.set(one.name, { declared: one, module });
    }
  }

  private host(): ts.LanguageServiceHost {
    const versions = new Map<string, { text: string; version: number }>();
    const cellVersion = (file: string, text: string): string => {
      const known = versions.get(file);
      if (known?.text !== text) versions.set(file, { text, version: (known?.version ?? 0) + 1 });
      return String(versions.get(file)?.version);
    };
    return {
      getCompilationSettings: () => this.options,
      getScriptFileNames: () => [this.globals, this.current],
      getScriptVersion: (file) => {
        const cell = this.cells.get(file);
        return cell === undefined ? versionOf(file) : cellVersion(file, cell);
      },
      getScriptSnapshot: (file) => {
        const text = this.cells.get(file) ?? this.read(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => this.folder,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (file) => this.cells.has(file) || ts.sys.fileExists(file),
      readFile: (file) => this.cells.get(file) ?? ts.sys.readFile(file),
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      readDirectory: ts.sys.readDirectory,
      realpath: (file) => (this.cells.has(file) ? file : (ts.sys.realpath?.(file) ?? file)),
    };
  }

  private read(file: string): string | undefined {
    const version = versionOf(file);
    const known = this.files.get(file);
    if (known?.version === version) return known.text;
    if (!existsSync(file)) return undefined;
    const text = readFileSync(file, 'utf8');
    this.files.set(file, { version, text });
    return text;
  }
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

function describe(
  { code, messageText, start, length }: ts.Diagnostic,
  source: string,
  prefix: number,
): Mistake {
  const offset = (start ?? prefix) - prefix;
  const before = source.slice(0, offset).split('\n');
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  return {
    code,
    message: REWORDED[code]?.(message) ?? message,
    line: before.length - 1,
    column: before.at(-1)?.length ?? 0,
    length: length ?? 1,
  };
}
