// What the syntax of a cell tells, without types.

import ts from 'typescript';

export function parse(source: string): ts.SourceFile {
  return ts.createSourceFile(
    'cell.ts',
    source,
    { languageVersion: ts.ScriptTarget.ES2022, ...asModule },
    true,
  );
}
/** `await` is a word of the language at a cell's top level. */
const asModule = {
  setExternalModuleIndicator: (file: ts.SourceFile) => {
    (file as { externalModuleIndicator?: ts.SourceFile }).externalModuleIndicator = file;
  },
};

/** A statement that disappears when the cell runs. */
export function isTypeOnly(statement: ts.Statement): boolean {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return true;
  if (ts.isImportDeclaration(statement)) return statement.importClause?.isTypeOnly === true;
  if (ts.isImportEqualsDeclaration(statement) || ts.isExportDeclaration(statement))
    return statement.isTypeOnly;
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true
  );
}

/** Whether `await` occurs outside of every function. */
export function isAsync(file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
    if (ts.isPropertyDeclaration(node)) return false;
    if (ts.isAwaitExpression(node)) return true;
    if (ts.isForOfStatement(node) && node.awaitModifier) return true;
    if (
      ts.isVariableDeclarationList(node) &&
      (node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing
    ) {
      return true;
    }
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(file);
}

export function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}

export interface Declared {
  name: string;
  /** A later cell may assign to it. */
  variable: boolean;
  /** The cell has exported it already. */
  exported: boolean;
}

/** The names that a cell declares for the cells after it. */
export function declaredNames(file: ts.SourceFile): Declared[] {
  const names = new Map<string, Declared>();
  const add = (name: string, exported: boolean, variable = false): void => {
    // A class or an interface may share its name with a variable.
    if (names.get(name)?.variable !== false) names.set(name, { name, exported, variable });
  };
  for (const statement of file.statements) {
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (ts.isImportDeclaration(statement)) {
      for (const name of importedNames(statement)) add(name, false);
    } else if (ts.isVariableStatement(statement)) {
      const variable = (statement.declarationList.flags & ts.NodeFlags.Const) === 0;
      for (const { name } of statement.declarationList.declarations) {
        for (const text of namesOf(name)) add(text, exported, variable);
      }
    } else if (isNamed(statement) && statement.name && ts.isIdentifier(statement.name)) {
      add(statement.name.text, exported);
    }
  }
  return [...names.values()];
}

function isNamed(
  node: ts.Statement,
): node is
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.ImportEqualsDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings && (ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements);
  return [importClause, ...(named ?? [])].flatMap((one) => one?.name?.text ?? []);
}

/** What is wrong with a cell by itself, without types. */
export function syntaxMistakes(source: string): readonly ts.DiagnosticWithLocation[] {
  return (parse(source) as ts.SourceFile & { parseDiagnostics: readonly ts.DiagnosticWithLocation[] })
    .parseDiagnostics;
}

/** Jupyter's is_complete_request: is this code ready to run, in a console, when Enter is pressed? */
export function completeness(source: string): {
  status: 'complete' | 'incomplete' | 'invalid';
  indent?: string;
} {
  const mistakes = syntaxMistakes(source);
  if (mistakes.length === 0) return { status: 'complete' };
  const end = source.trimEnd().length;
  const [first] = mistakes;
  const open = first.start >= end || UNTERMINATED.has(first.code);
  return open ? { status: 'incomplete', indent: '  '.repeat(openBrackets(source)) } : { status: 'invalid' };
}

/** A comment or a template without its end: the mistake is told where it begins. */
const UNTERMINATED = new Set([1010, 1160]);

function openBrackets(source: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, ts.LanguageVariant.Standard, source);
  let open = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (OPENING.has(token)) open++;
    if (CLOSING.has(token)) open--;
  }
  return Math.max(0, open);
}

const OPENING = new Set([
  ts.SyntaxKind.OpenBraceToken,
  ts.SyntaxKind.OpenBracketToken,
  ts.SyntaxKind.OpenParenToken,
]);
const CLOSING = new Set([
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.CloseBracketToken,
  ts.SyntaxKind.CloseParenToken,
]);
