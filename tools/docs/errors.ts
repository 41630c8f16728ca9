/** Which functions of the library throw and do not say so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const SAYS_SO = /@throws|\bthrows\b/i;
/** Helpers of the library that throw for their callers. */
const THROWING_HELPER = /^(check|require|refuse)[A-Z]/;

/** The TypeScript files of a folder and of those inside it. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

/** Whether there is a `throw` in the code, or a call of a helper that checks: what these call is not looked at. */
function throws(code: ts.Node | undefined): boolean {
  if (code === undefined) return false;
  if (ts.isThrowStatement(code)) return true;
  if (ts.isCallExpression(code) && ts.isIdentifier(code.expression))
    if (THROWING_HELPER.test(code.expression.text)) return true;
  return ts.forEachChild(code, throws) ?? false;
}

const has = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);

/** The docstrings of a declaration; of an overloaded one, those of all its signatures. */
const docOf = (nodes: readonly ts.Node[]): string =>
  nodes
    .flatMap((node) => ts.getJSDocCommentsAndTags(node))
    .map((doc) => doc.getFullText())
    .join('\n');

const nameOf = (node: ts.NamedDeclaration): string => node.name?.getText() ?? 'constructor';

/** What of a class is for its users and its subclasses: a constructor, private ones too, and all but private members. */
const visible = (member: ts.ClassElement): boolean =>
  ts.isConstructorDeclaration(member) ||
  !(
    has(member, ts.SyntaxKind.PrivateKeyword) ||
    (member.name !== undefined && ts.isPrivateIdentifier(member.name))
  );

/** The functions, methods and constructors of one file that throw and whose docstrings do not say so. */
export function silentThrowers(text: string): string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022, true);
  const silent: string[] = [];
  const judge = (name: string, code: ts.Node | undefined, doc: string): void => {
    if (throws(code) && !SAYS_SO.test(doc)) silent.push(name);
  };
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && has(statement, ts.SyntaxKind.ExportKeyword)) {
      const same = file.statements.filter(
        (other) => ts.isFunctionDeclaration(other) && nameOf(other) === nameOf(statement),
      );
      judge(nameOf(statement), statement.body, docOf(same));
    }
    if (ts.isVariableStatement(statement) && has(statement, ts.SyntaxKind.ExportKeyword)) {
      for (const variable of statement.declarationList.declarations)
        judge(nameOf(variable), variable.initializer, docOf([statement]));
    }
    if (ts.isClassDeclaration(statement)) {
      for (const member of statement.members.filter(visible)) {
        const same = statement.members.filter((other) => nameOf(other) === nameOf(member));
        const code = 'body' in member ? (member.body as ts.Node | undefined) : undefined;
        judge(`${nameOf(statement)}.${nameOf(member)}`, code, docOf([statement, ...same]));
      }
    }
  }
  return silent;
}

/** The same for the files of a folder, each name after its file's; files that `leaveOut` matches are not looked at. */
export const silentThrowersIn = (folder: string, leaveOut: RegExp): string[] =>
  filesOf(folder)
    .filter((path) => !leaveOut.test(path))
    .flatMap((path) =>
      silentThrowers(readFileSync(path, 'utf8')).map((name) => `${relative(folder, path)}: ${name}`),
    );
