// Proves that no solution went along: looks for the lines of all solutions, alternatives and planted mistakes in the
// files of a bundle.

import ts from 'typescript';

export interface Secret {
  /** Where it stands in the project. */
  readonly from: string;
  readonly line: string;
}

/** Shorter lines are in any program. */
const TELLING = 16;
/**
 * Lines like `const total = sum(x);` stand anywhere by chance, in the library and in tests, which solve the same task in
 * their own way. A third of all lines of a solution does not.
 */
const BY_CHANCE = 1 / 3;

const normal = (line: string): string => line.replace(/\s+/g, ' ').trim();
const isTelling = (line: string): boolean =>
  line.length >= TELLING &&
  /[a-z]/i.test(line) &&
  !/^(\/\/|\/?\*|import |export (function|class|interface|type) )/.test(line);

/** The telling lines of the functions in a file, without those that are in what learners get of it. */
export function secretLines(from: string, text: string, handedOut: string): Secret[] {
  const known = new Set(handedOut.split('\n').map(normal));
  const lines = new Set(bodyLines(text).map(normal));
  return [...lines].filter((line) => isTelling(line) && !known.has(line)).map((line) => ({ from, line }));
}

/** Types, names and comments say what is to be done; how it is done stands in the bodies of functions. */
function bodyLines(text: string): string[] {
  const source = ts.createSourceFile('secret.ts', text, ts.ScriptTarget.Latest, true);
  const lines: string[] = [];
  const visit = (node: ts.Node): void => {
    const body = ts.isFunctionLike(node) && 'body' in node ? (node.body as ts.Node | undefined) : undefined;
    if (body) lines.push(...body.getText(source).split('\n'));
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

export interface Leak {
  readonly file: string;
  readonly from: string;
  readonly lines: readonly string[];
}

/** @param secrets all lines that must not be there */
export function findLeaks(file: string, text: string, secrets: readonly Secret[]): Leak[] {
  const lines = new Set(linesOf(file, text));
  const found = new Map<string, string[]>();
  for (const { from, line } of secrets) {
    if (lines.has(line)) found.set(from, [...(found.get(from) ?? []), line]);
  }
  const size = (from: string): number => secrets.filter((one) => one.from === from).length;
  return [...found]
    .filter(([from, shared]) => shared.length > BY_CHANCE * size(from))
    .map(([from, shared]) => ({ file, from, lines: shared }));
}

/** A notebook's lines are strings of JSON. */
function linesOf(file: string, text: string): string[] {
  if (!file.endsWith('.ipynb')) return text.split('\n').map(normal);
  const { cells } = JSON.parse(text) as { cells: { source: string | string[] }[] };
  return cells.flatMap(({ source }) => [source].flat().join('').split('\n').map(normal));
}
