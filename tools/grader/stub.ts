// Makes the learner's stub from the master of an exercise.
//
//   // BEGIN SOLUTION     everything from here …
//   // PROMPT text        becomes the comment `// TODO: text`
//   …the solution…
//   // END SOLUTION       … to here is replaced by the prompts and, inside a function, a line that throws
//
// The marks are comments found in TypeScript's syntax tree: the same words in a string mean nothing.

import ts from 'typescript';

const LINE_WIDTH = 110;

interface Mark {
  readonly kind: 'BEGIN' | 'PROMPT' | 'END';
  readonly text: string;
  readonly position: number;
}

interface Block {
  readonly begin: Mark;
  readonly prompts: readonly string[];
  readonly end: Mark;
}

export function stubOf(master: string, name = 'master.ts'): string {
  const source = ts.createSourceFile(name, master, ts.ScriptTarget.Latest, true);
  let stub = '';
  let copied = 0;
  for (const block of blocksOf(source)) {
    stub += master.slice(copied, startOfLine(master, block.begin.position)) + replacement(block, source);
    copied = endOfLine(master, block.end.position);
  }
  if (copied === 0) throw new Error(`${name}: there is no // BEGIN SOLUTION`);
  return stub + master.slice(copied);
}

function replacement(block: Block, source: ts.SourceFile): string {
  const { text } = source;
  const lineStart = startOfLine(text, block.begin.position);
  const indent = text.slice(lineStart, block.begin.position);
  const lines = block.prompts.map((prompt, i) => (i === 0 ? `// TODO: ${prompt}` : `// ${prompt}`));
  const owner = functionAround(source, block.begin.position);
  if (owner) lines.push(throwLine(owner, LINE_WIDTH - indent.length));
  return lines.map((line) => `${line}\n`.replaceAll(/^(?=.)/gm, indent)).join('');
}

/** Names the call and uses every parameter, so that the compiler does not complain of unused ones. */
function throwLine(owner: ts.FunctionLikeDeclaration, width: number): string {
  const name = owner.name?.getText() ?? 'this function';
  const parameters = owner.parameters.flatMap(({ name }) => namesIn(name)).map((name) => `\${${name}}`);
  const call =
    parameters.length > 0 ? `\`Not implemented yet: ${name}(${parameters.join(', ')})\`` : undefined;
  const message = call ?? `'Not implemented yet: ${name}()'`;
  const line = `throw new Error(${message});`;
  // As the project's formatter breaks it.
  return line.length <= width ? line : `throw new Error(\n  ${message},\n);`;
}

/** Of a parameter: its own name, or all those that it takes an object or a list apart into. */
function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return name.text === 'this' ? [] : [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

function functionAround(node: ts.Node, position: number): ts.FunctionLikeDeclaration | undefined {
  const inside = ts.forEachChild(node, (child) => {
    const holds = child.getStart() <= position && position < child.end;
    return holds
      ? (functionAround(child, position) ?? (isFunctionWithBody(child) ? child : undefined))
      : undefined;
  });
  return inside;
}

const isFunctionWithBody = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

function blocksOf(source: ts.SourceFile): Block[] {
  const blocks: Block[] = [];
  let open: { begin: Mark; prompts: string[] } | undefined;
  for (const mark of marksOf(source)) {
    const fail = (what: string): never => {
      const { line } = source.getLineAndCharacterOfPosition(mark.position);
      throw new Error(`${source.fileName}:${line + 1}: ${what}`);
    };
    if (mark.kind === 'BEGIN') {
      if (open) fail('BEGIN SOLUTION inside another one');
      open = { begin: mark, prompts: [] };
    } else if (!open) {
      fail(`${mark.kind} without BEGIN SOLUTION`);
    } else if (mark.kind === 'PROMPT') {
      open.prompts.push(mark.text);
    } else {
      blocks.push({ ...open, end: mark });
      open = undefined;
    }
  }
  if (open) throw new Error(`${source.fileName}: BEGIN SOLUTION without END SOLUTION`);
  return blocks;
}

function marksOf(source: ts.SourceFile): Mark[] {
  const marks = new Map<number, Mark>();
  for (const { pos, end } of commentsOf(source)) {
    const match = /^\/\/ (?:(BEGIN|END) SOLUTION|(PROMPT) (.+))$/.exec(source.text.slice(pos, end).trimEnd());
    if (!match) continue;
    const before = source.text.slice(startOfLine(source.text, pos), pos);
    if (before.trim() !== '')
      throw new Error(`${source.fileName}: a mark stands on a line of its own: ${match[0]}`);
    marks.set(pos, { kind: (match[1] ?? match[2]) as Mark['kind'], text: match[3] ?? '', position: pos });
  }
  return [...marks.values()].sort((a, b) => a.position - b.position);
}

/** Comments stand before or behind the smallest parts of the syntax tree, the tokens. */
function* commentsOf(
  source: ts.SourceFile,
  node: ts.Node = source,
): Generator<ts.CommentRange, void, undefined> {
  const children = node.getChildren(source);
  if (children.length === 0) {
    yield* ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
    yield* ts.getTrailingCommentRanges(source.text, node.end) ?? [];
  }
  for (const child of children) yield* commentsOf(source, child);
}

const startOfLine = (text: string, position: number): number => text.lastIndexOf('\n', position - 1) + 1;

function endOfLine(text: string, position: number): number {
  const newline = text.indexOf('\n', position);
  return newline < 0 ? text.length : newline + 1;
}
