// Turns a cell into a script that can follow other scripts: what a cell declares at its top level becomes a global
// variable, so that later cells, and functions of earlier cells, see the same variable.

import ts from 'typescript';
import { withOwnVariables } from './cell-loops';
import { RUNTIME } from './cell-runtime';
import { isAsync, isTypeOnly, namesOf } from './cell-syntax';

export interface CellScript {
  code: string;
  /** A source map (version 3) from `code` to the cell. */
  map: string;
  /** The script's value is a promise. */
  isAsync: boolean;
  /** The cell ends with an expression, whose value is the cell's result. */
  hasResult: boolean;
}

/**
 * Before a name that the notebook shares with a global of Node, such as `performance`: the library and the kernel go on
 * seeing Node's.
 */
const OWN = '__own_';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  sourceMap: true,
  useDefineForClassFields: true,
  moduleDetection: ts.ModuleDetectionKind.Force,
};

/**
 * @param renamed where in the source an identifier means the notebook's own variable, not Node's global
 * @param shared the names that functions of the notebook mention
 */
export function toScript(
  source: string,
  name: string,
  renamed: readonly number[],
  shared: ReadonlySet<string>,
): CellScript {
  let facts = { isAsync: false, hasResult: false };
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: `${name}.ts`,
    compilerOptions: OPTIONS,
    transformers: {
      before: [
        (context) => (file) => {
          facts = { isAsync: isAsync(file), hasResult: endsWithExpression(file) };
          return new Rewriter(context, facts, file, new Set(renamed), shared).rewrite();
        },
      ],
    },
  });
  const code = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '').replace(/\nexport \{\};\s*$/, '\n');
  return { code, map: sourceMapText ?? '', ...facts };
}

function endsWithExpression(file: ts.SourceFile): boolean {
  const last = file.statements.at(-1);
  return last !== undefined && ts.isExpressionStatement(last);
}

class Rewriter {
  private readonly factory: ts.NodeFactory;
  /** In a cell with `await`: what must stand outside the async function around the rest. */
  private readonly outside: ts.Statement[] = [];
  private readonly hoisted = new Set<string>();

  constructor(
    private readonly context: ts.TransformationContext,
    private readonly facts: { isAsync: boolean; hasResult: boolean },
    private readonly source: ts.SourceFile,
    private readonly renamed: ReadonlySet<number>,
    private readonly shared: ReadonlySet<string>,
  ) {
    this.factory = context.factory;
  }

  rewrite(): ts.SourceFile {
    const { factory: f, source: file } = this;
    const replaced = ts.visitEachChild(file, this.replace, this.context);
    const inside = replaced.statements.flatMap((statement) => this.statement(statement));
    const strict = f.createExpressionStatement(f.createStringLiteral('use strict'));
    if (!this.facts.isAsync) return f.updateSourceFile(file, [strict, ...inside]);

    const last = inside.at(-1);
    if (this.facts.hasResult && last && ts.isExpressionStatement(last)) {
      inside[inside.length - 1] = this.at(last, f.createReturnStatement(last.expression));
    }
    const variables = [...this.hoisted].map((name) => f.createVariableDeclaration(name));
    const body = f.createArrowFunction(
      [f.createModifier(ts.SyntaxKind.AsyncKeyword)],
      undefined,
      [],
      undefined,
      undefined,
      f.createBlock(inside, true),
    );
    return f.updateSourceFile(file, [
      strict,
      ...(variables.length > 0 ? [f.createVariableStatement(undefined, variables)] : []),
      ...this.outside,
      f.createExpressionStatement(
        f.createCallExpression(f.createParenthesizedExpression(body), undefined, []),
      ),
    ]);
  }

  private statement(statement: ts.Statement): ts.Statement[] {
    const { factory: f } = this;
    if (isTypeOnly(statement)) return [];
    if (ts.isImportDeclaration(statement)) return this.importDeclaration(statement);
    if (ts.isImportEqualsDeclaration(statement)) return this.importEquals(statement);
    if (ts.isVariableStatement(statement)) return this.variables(statement);
    if (ts.isClassDeclaration(statement)) return this.classDeclaration(statement);
    if (ts.isExportAssignment(statement)) {
      return [this.at(statement, f.createExpressionStatement(statement.expression))];
    }
    if (ts.isExportDeclaration(statement)) {
      return statement.moduleSpecifier ? [this.load(statement, statement.moduleSpecifier)] : [];
    }
    if (ts.isFunctionDeclaration(statement)) {
      if (!statement.name) return [];
      return this.aside(
        f.updateFunctionDeclaration(
          statement,
          withoutExport(statement),
          statement.asteriskToken,
          statement.name,
          statement.typeParameters,
          statement.parameters,
          statement.type,
          statement.body,
        ),
      );
    }
    if (ts.isEnumDeclaration(statement)) {
      const { name, members } = statement;
      return this.aside(f.updateEnumDeclaration(statement, withoutExport(statement), name, members));
    }
    if (ts.isModuleDeclaration(statement)) {
      const { name, body } = statement;
      return this.aside(f.updateModuleDeclaration(statement, withoutExport(statement), name, body));
    }
    return [withOwnVariables(statement, this.shared, this.context)];
  }

  /** Functions are there before the cell starts; namespaces and enums become variables when TypeScript writes them. */
  private aside(statement: ts.Statement): ts.Statement[] {
    if (!this.facts.isAsync) return [statement];
    this.outside.push(statement);
    return [];
  }

  private variables(statement: ts.VariableStatement): ts.Statement[] {
    const { factory: f } = this;
    const { declarationList: list } = statement;
    const declarations = list.declarations.filter(
      // `var x` leaves the value of an earlier x alone, `let x` does not.
      (declaration) => declaration.initializer || list.flags & ts.NodeFlags.BlockScoped,
    );
    const initial = (declaration: ts.VariableDeclaration) => declaration.initializer ?? f.createVoidZero();
    if (this.facts.isAsync) {
      for (const { name } of list.declarations) for (const text of namesOf(name)) this.hoisted.add(text);
      return declarations.map((declaration) => {
        const target = this.assignmentTarget(declaration.name);
        return this.at(
          declaration,
          f.createExpressionStatement(
            f.createParenthesizedExpression(f.createAssignment(target, initial(declaration))),
          ),
        );
      });
    }
    const rewritten = list.declarations.map((declaration) =>
      declarations.includes(declaration)
        ? f.updateVariableDeclaration(
            declaration,
            declaration.name,
            undefined,
            undefined,
            initial(declaration),
          )
        : declaration,
    );
    return [
      this.at(statement, f.createVariableStatement(undefined, f.createVariableDeclarationList(rewritten))),
    ];
  }

  private classDeclaration(statement: ts.ClassDeclaration): ts.Statement[] {
    const { factory: f } = this;
    const { name, typeParameters, heritageClauses, members } = statement;
    const expression = f.createClassExpression(
      withoutExport(statement),
      // Its own name, whatever the variable is called.
      name && f.createIdentifier(name.text.replace(OWN, '')),
      typeParameters,
      heritageClauses,
      members,
    );
    ts.setTextRange(expression, statement);
    if (!name)
      return [this.at(statement, f.createExpressionStatement(f.createParenthesizedExpression(expression)))];
    return [this.declare(statement, name.text, expression)];
  }

  /** `import d, { a as b } from 'm'` becomes `var { default: d, a: b } = __cell.load('m')`. */
  private importDeclaration(statement: ts.ImportDeclaration): ts.Statement[] {
    const { factory: f } = this;
    const clause = statement.importClause;
    if (!clause) return [this.load(statement, statement.moduleSpecifier)];
    const names: { from: ts.ModuleExportName | string; to: string }[] = [];
    if (clause.name) names.push({ from: 'default', to: clause.name.text });
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamedImports(bindings)) {
      for (const { isTypeOnly, propertyName, name } of bindings.elements) {
        if (!isTypeOnly) names.push({ from: propertyName ?? name, to: name.text });
      }
    }
    const module = this.call('load', statement.moduleSpecifier);
    const statements: ts.Statement[] = [];
    if (bindings && ts.isNamespaceImport(bindings)) {
      statements.push(this.declare(statement, bindings.name.text, module));
    }
    if (names.length > 0) {
      for (const { to } of names) this.hoisted.add(to);
      const property = (from: ts.ModuleExportName | string) =>
        typeof from === 'string' || ts.isIdentifier(from) ? from : f.createStringLiteral(from.text);
      if (this.facts.isAsync) {
        const pattern = f.createObjectLiteralExpression(
          names.map(({ from, to }) => f.createPropertyAssignment(property(from), f.createIdentifier(to))),
        );
        const assignment = f.createParenthesizedExpression(f.createAssignment(pattern, module));
        statements.push(this.at(statement, f.createExpressionStatement(assignment)));
      } else {
        const pattern = f.createObjectBindingPattern(
          names.map(({ from, to }) => f.createBindingElement(undefined, property(from), to)),
        );
        const declaration = f.createVariableDeclaration(pattern, undefined, undefined, module);
        statements.push(this.at(statement, f.createVariableStatement(undefined, [declaration])));
      }
    }
    return statements.length > 0 ? statements : [this.load(statement, statement.moduleSpecifier)];
  }

  private importEquals(statement: ts.ImportEqualsDeclaration): ts.Statement[] {
    const { moduleReference, name } = statement;
    const value = ts.isExternalModuleReference(moduleReference)
      ? this.call('require', moduleReference.expression)
      : entityExpression(this.factory, moduleReference);
    return [this.declare(statement, name.text, value)];
  }

  private declare(original: ts.Node, name: string, value: ts.Expression): ts.Statement {
    const { factory: f } = this;
    if (this.facts.isAsync) {
      this.hoisted.add(name);
      return this.at(
        original,
        f.createExpressionStatement(f.createAssignment(f.createIdentifier(name), value)),
      );
    }
    const declaration = f.createVariableDeclaration(name, undefined, undefined, value);
    return this.at(original, f.createVariableStatement(undefined, [declaration]));
  }

  private load(original: ts.Node, module: ts.Expression): ts.Statement {
    return this.at(original, this.factory.createExpressionStatement(this.call('load', module)));
  }

  private call(method: string, argument: ts.Expression): ts.Expression {
    const { factory: f } = this;
    return f.createCallExpression(
      f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), method),
      undefined,
      [argument],
    );
  }

  /** The pattern of a declaration as the target of an assignment. */
  private assignmentTarget(name: ts.BindingName): ts.Expression {
    const { factory: f } = this;
    if (ts.isIdentifier(name)) return name;
    const withDefault = (element: ts.BindingElement): ts.Expression => {
      const target = this.assignmentTarget(element.name);
      return element.initializer ? f.createAssignment(target, element.initializer) : target;
    };
    if (ts.isObjectBindingPattern(name)) {
      return f.createObjectLiteralExpression(
        name.elements.map((element) => {
          if (element.dotDotDotToken) return f.createSpreadAssignment(this.assignmentTarget(element.name));
          const key = element.propertyName ?? (element.name as ts.Identifier);
          return f.createPropertyAssignment(key, withDefault(element));
        }),
      );
    }
    return f.createArrayLiteralExpression(
      name.elements.map((element) => {
        if (ts.isOmittedExpression(element)) return element;
        return element.dotDotDotToken
          ? f.createSpreadElement(this.assignmentTarget(element.name))
          : withDefault(element);
      }),
    );
  }

  /** A script has neither `import()` of TypeScript nor `import.meta`, and some names are others. */
  private readonly replace = (node: ts.Node): ts.Node => {
    const { factory: f } = this;
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), 'meta');
    }
    if (ts.isIdentifier(node)) return this.isRenamed(node) ? this.own(node) : node;
    const visited = ts.visitEachChild(node, this.replace, this.context);
    if (ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const callee = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), 'import');
      return f.updateCallExpression(visited, callee, undefined, visited.arguments);
    }
    return this.withKey(node, visited);
  };

  /** Where one word is both a key and a variable, only the variable has another name. */
  private withKey(node: ts.Node, visited: ts.Node): ts.Node {
    const { factory: f } = this;
    if (ts.isShorthandPropertyAssignment(node) && this.isRenamed(node.name)) {
      const initializer = (visited as ts.ShorthandPropertyAssignment).objectAssignmentInitializer;
      const variable = this.own(node.name);
      const value = initializer ? f.createAssignment(variable, initializer) : variable;
      return f.createPropertyAssignment(f.createIdentifier(node.name.text), value);
    }
    if (ts.isBindingElement(visited) && ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const { name, propertyName, dotDotDotToken } = node;
      if (!ts.isIdentifier(name) || propertyName || dotDotDotToken || !this.isRenamed(name)) return visited;
      return f.updateBindingElement(
        visited,
        undefined,
        f.createIdentifier(name.text),
        visited.name,
        visited.initializer,
      );
    }
    if (ts.isImportSpecifier(visited) && ts.isImportSpecifier(node) && !node.propertyName) {
      if (!this.isRenamed(node.name)) return visited;
      const key = f.createIdentifier(node.name.text);
      return f.updateImportSpecifier(visited, visited.isTypeOnly, key, visited.name);
    }
    return visited;
  }

  private isRenamed(name: ts.Identifier): boolean {
    return this.renamed.size > 0 && name.pos >= 0 && this.renamed.has(name.getStart(this.source));
  }

  private own(name: ts.Identifier): ts.Identifier {
    return ts.setTextRange(this.factory.createIdentifier(OWN + name.text), name);
  }

  private at<Node extends ts.Node>(original: ts.Node, node: Node): Node {
    return ts.setSourceMapRange(node, ts.getSourceMapRange(original));
  }
}

function withoutExport(node: ts.HasModifiers): ts.Modifier[] {
  return (ts.getModifiers(node) ?? []).filter(
    ({ kind }) => kind !== ts.SyntaxKind.ExportKeyword && kind !== ts.SyntaxKind.DefaultKeyword,
  );
}

function entityExpression(f: ts.NodeFactory, name: ts.EntityName): ts.Expression {
  return ts.isIdentifier(name)
    ? name
    : f.createPropertyAccessExpression(entityExpression(f, name.left), name.right);
}
