// What TypeScript says of a notebook's cells: mistakes, completions, explanations.

import ts from 'typescript';
import { shadowedGlobals } from './cell-globals';
import { mentionedInFunctions } from './cell-loops';
import { type CellScript, toScript } from './cell-script';
import { syntaxMistakes } from './cell-syntax';
import { CellFiles } from './language-cells';
import { documentationAt } from './language-docs';
import { importedFiles } from './language-files';
import { languageHost, type NotebookHost } from './language-host';

/** A mistake in a cell; places are counted from 0. */
export interface Mistake {
  code: number;
  message: string;
  line: number;
  column: number;
  length: number;
  /** Only if it is not in the cell itself but in a file that the cell imports. */
  file?: string;
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
  private readonly cells: CellFiles;
  private readonly host: NotebookHost;
  private readonly service: ts.LanguageService;
  /** The names that functions of the notebook mention. */
  private readonly shared = new Set<string>();

  constructor(folder: string) {
    this.cells = new CellFiles(folder);
    this.host = languageHost(folder, this.cells);
    this.service = ts.createLanguageService(this.host);
  }

  /** Reads what most notebooks import before one of them does. */
  warmUp(): void {
    this.host.addCommon();
    this.check("import { tensor } from 'backprop-lab'; console.log(tensor([1]).shape);", 'warm-up', true);
  }

  /** Checks the types of a cell; if they are right, later cells see what it declares (unless it is `apart`). */
  check(source: string, label: string, apart = false): Checked {
    const cell = this.cells.show(source);
    const { prefix } = cell;
    const program = this.service.getProgram();
    const module = program?.getSourceFile(this.cells.current);
    if (!program || !module) throw new Error(`check: TypeScript does not know ${this.cells.current}`);
    // Read without its invisible surroundings: a bracket that is missing at the end would be missed behind it.
    const broken = syntaxMistakes(source).map((diagnostic) => describe(diagnostic, source, 0));
    if (broken.length > 0) return { mistakes: broken };
    const mistakes = program
      .getSemanticDiagnostics(module)
      .filter(({ code }) => !FORGIVEN.has(code))
      .filter(({ start }) => start !== undefined && start >= prefix && start <= prefix + source.length)
      .map((diagnostic) => describe(diagnostic, source, prefix));
    for (const imported of importedFiles(source, this.cells.current, program)) {
      const { fileName, text } = imported;
      const wrong = [
        ...program.getSyntacticDiagnostics(imported),
        ...program.getSemanticDiagnostics(imported),
      ];
      mistakes.push(...wrong.map((diagnostic) => ({ ...describe(diagnostic, text, 0), file: fileName })));
    }
    if (mistakes.length > 0) return { mistakes };
    const renamed = shadowedGlobals(module, program.getTypeChecker()).map((start) => start - prefix);
    if (!apart) this.cells.keep(cell);
    mentionedInFunctions(module, this.shared);
    return { script: toScript(source, label, renamed, this.shared) };
  }

  /** Later cells see what a cell declares, right or wrong. */
  declare(source: string): void {
    this.cells.keep(this.cells.show(source));
  }

  /** Begins another notebook of the same folder. What TypeScript knows of files stays. */
  forgetCells(): void {
    this.cells.clear();
  }

  complete(source: string, position: number): Completions {
    const { prefix: offset } = this.cells.show(source, true);
    const found = this.service.getCompletionsAtPosition(this.cells.current, offset + position, {
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
    const { prefix: offset } = this.cells.show(source, true);
    for (const place of [position, position - 1]) {
      if (place < 0) continue;
      const info = this.service.getQuickInfoAtPosition(this.cells.current, offset + place);
      if (!info) continue;
      return {
        signature: withoutAlias(ts.displayPartsToString(info.displayParts)),
        documentation: documentationAt(this.service, this.cells.current, offset + place),
      };
    }
    return undefined;
  }
}

/** How a name came from cell to cell is nobody's concern. */
function withoutAlias(signature: string): string {
  return withoutOrigin(signature.replace(/^\(alias\) /, '').replace(/\nimport [^\n]*$/, ''));
}

function withoutOrigin(text: string): string {
  return text.replace(/\b__notebook\.c\d+\./g, '');
}

function describe(
  { code, messageText, start, length }: ts.Diagnostic,
  source: string,
  prefix: number,
): Mistake {
  const offset = (start ?? prefix) - prefix;
  const before = source.slice(0, offset).split('\n');
  const message = withoutOrigin(ts.flattenDiagnosticMessageText(messageText, '\n'));
  return {
    code,
    message: REWORDED[code]?.(message) ?? message,
    line: before.length - 1,
    column: before.at(-1)?.length ?? 0,
    length: length ?? 1,
  };
}
