import ts from 'typescript';

/** Exports what cells of a notebook declare at the top level, as a file of an exercise would. */
export function exportAll(text: string): string {
  const file = ts.createSourceFile('cells.ts', text, ts.ScriptTarget.ES2022);
  const names = file.statements.filter((one) => !isExported(one)).flatMap(declaredBy);
  return names.length === 0 ? text : `${text}\nexport { ${[...new Set(names)].join(', ')} };\n`;
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return statement.name ? [statement.name.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) =>
    ts.isIdentifier(name) ? [name.text] : [],
  );
}

const isExported = (statement: ts.Statement): boolean =>
  (ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []).some(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DeclareKeyword,
  );
