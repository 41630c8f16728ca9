// Names that a notebook declares although Node has a global of that name. `const performance = evaluate(model)` must
// not take Node's `performance` away from the library.

import ts from 'typescript';

const GLOBALS = new Set(Object.getOwnPropertyNames(globalThis));

/** Where in a cell's module an identifier means a variable of the notebook that shares its name with a global. */
export function shadowedGlobals(file: ts.SourceFile, checker: ts.TypeChecker): number[] {
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && GLOBALS.has(node.text)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : ts.isExportSpecifier(node.parent)
          ? undefined
          : checker.getSymbolAtLocation(node);
      const own = symbol?.declarations?.some((declaration) => isTopLevel(declaration, file)) && !isKey(node);
      if (own) found.push(node.getStart(file));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The `a` of `{ a: b }` in a declaration or an import: a key of the right side, no variable. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) && parent.propertyName === node;
}

function isTopLevel(declaration: ts.Declaration, file: ts.SourceFile): boolean {
  if (declaration.getSourceFile() !== file) return false;
  if (
    ts.isImportSpecifier(declaration) ||
    ts.isImportEqualsDeclaration(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration)
  ) {
    return true;
  }
  let parent: ts.Node = declaration.parent;
  while (
    ts.isBindingElement(parent) ||
    ts.isObjectBindingPattern(parent) ||
    ts.isArrayBindingPattern(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isVariableDeclarationList(parent) ||
    ts.isVariableStatement(parent)
  ) {
    parent = parent.parent;
  }
  return ts.isSourceFile(parent);
}
