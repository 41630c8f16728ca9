/**
 * Makes loops at a cell's top level as fast as in a function. V8 keeps the variables of a notebook, which are global,
 * in memory, and makes an object for every fraction that is stored in one; a function's variables stay in registers.
 * So a loop gets copies of the variables that it assigns to, and gives them back when it ends, in whatever way:
 *
 *     { let __0 = s; try { let s = __0; try { for (…) { …; s += i; } } finally { __0 = s; } } finally { s = __0; } }
 *
 * Only where nobody can tell the difference: the loop waits for nothing and calls nothing that is not known (so that
 * each turn is short, and it can look by itself whether it is to stop: being terminated from outside would lose the
 * copies), and no function of the notebook, which a getter might reach, mentions the variables.
 */

import ts from 'typescript';
import { RUNTIME } from './cell-runtime';
import { namesOf } from './cell-syntax';

const TURNS = '__turns';
const STOP = '__stop';
const LOOP = '__loop';
/** So many turns are between two looks; a power of 2. */
const LOOK_AFTER = 4096;

type Loop = ts.ForStatement | ts.WhileStatement | ts.DoStatement;

/** The names that functions and classes of a cell mention. */
export function mentionedInFunctions(node: ts.Node, found = new Set<string>()): Set<string> {
  const inside = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) found.add(child.text);
    ts.forEachChild(child, inside);
  };
  const visit = (child: ts.Node): void => {
    if (ts.isFunctionLike(child) || ts.isClassLike(child)) ts.forEachChild(child, inside);
    else ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** @param shared names that functions of the notebook mention */
export function withOwnVariables(
  statement: ts.Statement,
  shared: ReadonlySet<string>,
  context: ts.TransformationContext,
): ts.Statement {
  let loop = statement;
  while (ts.isLabeledStatement(loop)) loop = loop.statement;
  if (!isLoop(loop)) return statement;
  const use = usedBy(loop);
  const names = [...(use?.assigned ?? [])].filter((name) => !use?.declared.has(name) && !shared.has(name));
  return names.length > 0 ? wrapped(watched(statement, context), names, context.factory) : statement;
}

function isLoop(node: ts.Node): node is Loop {
  return ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node);
}

/** What a loop assigns to and what it declares; nothing if it does more than compute. */
function usedBy(loop: ts.Node): { assigned: Set<string>; declared: Set<string> } | undefined {
  const assigned = new Set<string>();
  const declared = new Set<string>();
  const computes = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return true;
    if (REACHES_OUT.has(node.kind) || (ts.isCallExpression(node) && !isOfMath(node))) return false;
    if (ts.isVariableDeclaration(node)) {
      if (!ts.isIdentifier(node.name)) return false;
      for (const name of namesOf(node.name)) declared.add(name);
    }
    const target = targetOf(node);
    if (target) {
      const names = assignedNames(target);
      if (!names) return false;
      for (const name of names) assigned.add(name);
    }
    return !ts.forEachChild(node, (child) => !computes(child));
  };
  return computes(loop) ? { assigned, declared } : undefined;
}

/** They run code that may take long or that nobody sees here, or catch what stops the loop. */
const REACHES_OUT: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.TaggedTemplateExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.YieldExpression,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.TryStatement,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.FunctionDeclaration,
]);

function isOfMath({ expression }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return false;
  return expression.expression.text === 'Math';
}

function targetOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? node.left : undefined;
  }
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (!ts.isPrefixUnaryExpression(node)) return undefined;
  return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
    ? node.operand
    : undefined;
}

/** The variables of `a = …` and `[a, b] = …`; properties are none. Other targets are not understood here. */
function assignedNames(target: ts.Expression): string[] | undefined {
  let inner = target;
  while (ts.isParenthesizedExpression(inner) || ts.isNonNullExpression(inner)) inner = inner.expression;
  if (ts.isIdentifier(inner)) return [inner.text];
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) return [];
  if (!ts.isArrayLiteralExpression(inner)) return undefined;
  const names = inner.elements.map(assignedNames);
  return names.every((some) => some !== undefined) ? names.flat() : undefined;
}

/** The loop, and those inside of it, look now and then whether they are to stop. */
function watched(statement: ts.Statement, context: ts.TransformationContext): ts.Statement {
  const { factory: f } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isFunctionLike(node)) return node;
    const visited = ts.visitEachChild(node, visit, context);
    if (!isLoop(visited)) return visited;
    const body = ts.isBlock(visited.statement) ? visited.statement.statements : [visited.statement];
    // V8 of Node 20 makes an object for every fraction again if the loop may end before it has computed one.
    const parts = hasContinue(visited.statement) ? [look(f), ...body] : [...body, look(f)];
    const block = f.createBlock(parts, true);
    if (ts.isForStatement(visited)) {
      const { initializer, condition, incrementor } = visited;
      return f.updateForStatement(visited, initializer, condition, incrementor, block);
    }
    return ts.isWhileStatement(visited)
      ? f.updateWhileStatement(visited, visited.expression, block)
      : f.updateDoStatement(visited, block, visited.expression);
  };
  return visit(statement) as ts.Statement;
}

/** Whether the end of a loop's body may be jumped over, so that nothing there is sure to run. */
function hasContinue(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return ts.isContinueStatement(node) || (ts.forEachChild(node, hasContinue) ?? false);
}

/** `if ((__turns = __turns + 1 & 4095) === 0 && __stop[0] !== 0) break __loop;`: a call here would slow each turn down. */
function look(f: ts.NodeFactory): ts.Statement {
  const turns = f.createIdentifier(TURNS);
  const zero = f.createNumericLiteral(0);
  const next = f.createBinaryExpression(
    f.createAdd(turns, f.createNumericLiteral(1)),
    ts.SyntaxKind.AmpersandToken,
    f.createNumericLiteral(LOOK_AFTER - 1),
  );
  const now = f.createStrictEquality(f.createParenthesizedExpression(f.createAssignment(turns, next)), zero);
  const asked = f.createStrictInequality(
    f.createElementAccessExpression(f.createIdentifier(STOP), zero),
    zero,
  );
  return f.createIfStatement(f.createLogicalAnd(now, asked), f.createBreakStatement(LOOP));
}

/** Puts a loop between the copies and the variables. */
function wrapped(loop: ts.Statement, names: readonly string[], f: ts.NodeFactory): ts.Statement {
  const outer = names.map((_, i) => `__${i}`);
  const ofRuntime = (name: string) => f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), name);
  const letThem = (variables: readonly [string, ts.Expression][]): ts.Statement =>
    f.createVariableStatement(
      undefined,
      f.createVariableDeclarationList(
        variables.map(([name, value]) => f.createVariableDeclaration(name, undefined, undefined, value)),
        ts.NodeFlags.Let,
      ),
    );
  const copies = (to: readonly string[], from: readonly string[]): [string, ts.Expression][] =>
    to.map((name, i) => [name, f.createIdentifier(from[i] as string)]);
  const assign = (to: readonly string[], from: readonly string[]): ts.Statement[] =>
    to.map((name, i) =>
      f.createExpressionStatement(
        f.createAssignment(f.createIdentifier(name), f.createIdentifier(from[i] as string)),
      ),
    );
  const tryFinally = (body: ts.Statement[], last: ts.Statement[]): ts.Statement =>
    f.createTryStatement(f.createBlock(body, true), undefined, f.createBlock(last));
  // Throws if the loop has ended because it was to stop.
  const check = f.createExpressionStatement(f.createCallExpression(ofRuntime('look'), undefined, []));
  const own: [string, ts.Expression][] = [
    ...copies(names, outer),
    [TURNS, f.createNumericLiteral(0)],
    [STOP, ofRuntime('stop')],
  ];
  return f.createBlock([
    letThem(copies(outer, names)),
    tryFinally(
      [letThem(own), tryFinally([f.createLabeledStatement(LOOP, loop), check], assign(outer, names))],
      assign(names, outer),
    ),
  ]);
}
