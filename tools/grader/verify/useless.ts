// Submissions that nobody has written by hand: everything that the master exports does the same useless thing.

import ts from 'typescript';

/** The body of every function and method: `args` are what came, `returns` is the type that the master declares. */
const BODIES: Readonly<Record<string, string>> = {
  'throws everything': 'throw new Error("no");',
  'returns undefined': 'return undefined;',
  'returns its input': 'return args[0];',
  'returns its last input': 'return args.at(-1);',
  'returns zeros': 'return zeros(returns, args);',
  'returns ones': 'return zeros(returns, args, 1);',
};

/** The same number in the form of the result: of the first argument that is of the same form, or alone. */
const HELPERS = `
function fill(value, n) {
  if (typeof value === 'number') return n;
  if (Array.isArray(value)) return value.map((item) => fill(item, n));
  if (ArrayBuffer.isView(value)) return value.map(() => n);
  return isTensor(value) ? value.mul(0).add(n).detach() : n;
}
function isTensor(value) {
  return typeof value?.detach === 'function';
}
function zeros(returns, args, n = 0) {
  if (returns === 'number') return n;
  const like = args.find(returns.startsWith('Tensor') ? isTensor : (value) => typeof value === 'object');
  return like === undefined ? n : fill(like, n);
}
`;

/** TypeScript by what it does. */
export function uselessSubmissions(master: string): Record<string, string> {
  const exported = exportsOf(master);
  return Object.fromEntries(
    Object.entries(BODIES).map(([name, body]) => {
      const parts = exported.map((one) => written(one, body));
      return [name, [...parts, HELPERS].join('\n')];
    }),
  );
}

interface Member {
  readonly name: string;
  readonly returns: string;
}

interface Exported extends Member {
  /** Of a class. */
  readonly methods?: readonly Member[];
}

function written({ name, returns, methods }: Exported, body: string): string {
  const block = (type: string): string => `{ const returns = ${JSON.stringify(type)}; ${body} }`;
  if (!methods) return `export function ${name}(...args) ${block(returns)}`;
  const members = methods.map((method) => `  ${method.name}(...args) ${block(method.returns)}`);
  return `export class ${name} {\n${members.join('\n')}\n}`;
}

/** The functions and classes that a master exports and that have something to solve in them. */
function exportsOf(master: string): Exported[] {
  const source = ts.createSourceFile('master.ts', master, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement): Exported[] => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isFunctionDeclaration(statement)) return [member(statement)];
    if (ts.isClassDeclaration(statement))
      return [
        { ...member(statement), methods: statement.members.filter(ts.isMethodDeclaration).map(member) },
      ];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
        ? [{ name: name.getText(), returns: initializer.type?.getText() ?? '' }]
        : [],
    );
  });
}

const member = (node: ts.FunctionDeclaration | ts.MethodDeclaration | ts.ClassDeclaration): Member => ({
  name: node.name?.getText() ?? 'default',
  returns: ts.isClassDeclaration(node) ? '' : (node.type?.getText() ?? ''),
});
