// Reads the part of Python that a description of a network needs: imports, assignments, calls, numbers. Whatever is only
// a matter of style (spaces, line breaks, quotes, comments, a last comma) makes no difference.

export type Expression =
  | { readonly type: 'value'; readonly value: number | string | boolean | null }
  /** A dotted name, such as nn.Linear. */
  | { readonly type: 'name'; readonly path: string }
  /** A tuple or a list. */
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  /** `*layers` */
  | { readonly type: 'spread'; readonly of: Expression }
  | {
      readonly type: 'call';
      readonly path: string;
      readonly args: readonly Expression[];
      readonly named: Readonly<Record<string, Expression>>;
    };

export interface PythonFile {
  /** What each imported name stands for: nn → torch.nn. */
  readonly imports: ReadonlyMap<string, string>;
  /** What was assigned to each name last. */
  readonly assigned: ReadonlyMap<string, Expression>;
}

/** Says on which line Python would stop, and why. */
export class PythonError extends Error {}

interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'sign' | 'line' | 'end';
  readonly text: string;
  readonly line: number;
}

const PATTERNS = {
  blank: /[ \t\r]+|#[^\n]*|\\\n/,
  line: /\n|;/,
  number: /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/,
  string: /"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*'/,
  name: /[A-Za-z_]\w*(?:[ \t]*\.[ \t]*[A-Za-z_]\w*)*/,
  sign: /\/\/|[-+*/()[\],=:]/,
};
const TOKEN = new RegExp(
  Object.entries(PATTERNS)
    .map(([kind, { source }]) => `(?<${kind}>${source})`)
    .join('|'),
  'y',
);

/** Within brackets a line break is only a space. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let [position, line, depth] = [0, 1, 0];
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match?.groups) throw new PythonError(`line ${line}: Python cannot read '${text[position]}'.`);
    const [whole] = match;
    const [kind] = Object.entries(match.groups).find(([, part]) => part !== undefined)!;
    if ('(['.includes(whole)) depth++;
    if (')]'.includes(whole)) depth--;
    if (kind !== 'blank' && !(kind === 'line' && depth > 0))
      tokens.push({ kind: kind as Token['kind'], text: whole, line });
    line += whole.split('\n').length - 1;
    position += whole.length;
  }
  tokens.push({ kind: 'end', text: 'the end of the text', line });
  return tokens;
}

/** @throws PythonError */
export function readFile(text: string): PythonFile {
  const parser = new Parser(tokensOf(text));
  const imports = new Map<string, string>();
  const assigned = new Map<string, Expression>();
  while (!parser.atEnd) parser.statement(imports, assigned);
  return { imports, assigned };
}

/** One expression alone; a comma behind it is left to whoever joins such texts. @throws PythonError */
export function readExpression(text: string): Expression {
  const parser = new Parser(tokensOf(text.trim()));
  const expression = parser.expression();
  parser.skip(',');
  if (!parser.atEnd) parser.fail('the end of the text');
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get #token(): Token {
    return this.#tokens[this.#place];
  }

  get atEnd(): boolean {
    return this.#is('end');
  }

  #is(kind: Token['kind']): boolean {
    return this.#token.kind === kind;
  }

  fail(expected: string): never {
    const { line, text, kind } = this.#token;
    const got = kind === 'line' ? 'the end of the line' : kind === 'end' ? text : `'${text}'`;
    throw new PythonError(`line ${line}: ${expected} was expected, and ${got} came.`);
  }

  /** Goes past a token, if it is this one. */
  skip(text: string): boolean {
    if (this.#token.kind === 'string' || this.#token.text !== text) return false;
    this.#place++;
    return true;
  }

  #expect(text: string): void {
    if (!this.skip(text)) this.fail(`'${text}'`);
  }

  #name(): string {
    if (this.#token.kind !== 'name') this.fail('a name');
    return this.#tokens[this.#place++].text.replace(/\s/g, '');
  }

  statement(imports: Map<string, string>, assigned: Map<string, Expression>): void {
    if (this.#is('line')) {
      this.#place++;
      return;
    }
    if (this.skip('import')) this.#import(imports, '');
    else if (this.skip('from')) {
      const from = this.#name();
      this.#expect('import');
      this.#import(imports, `${from}.`);
    } else this.#assignment(assigned);
    if (!this.atEnd && !this.#is('line')) this.fail('the end of the line');
  }

  #import(imports: Map<string, string>, from: string): void {
    const bracket = from !== '' && this.skip('(');
    do {
      // A comma may stand behind the last one in brackets.
      if (bracket && this.#token.text === ')') break;
      const path = this.#name();
      if (this.skip('as')) imports.set(this.#name(), from + path);
      // `import torch.nn` makes the name torch.
      else if (from === '') imports.set(path.split('.')[0], path.split('.')[0]);
      else imports.set(path, from + path);
    } while (this.skip(','));
    if (bracket) this.#expect(')');
  }

  #assignment(assigned: Map<string, Expression>): void {
    const first = this.expression();
    if (first.type === 'name' && this.skip(':')) this.expression();
    if (first.type === 'name' && this.skip('=')) assigned.set(first.path, this.expression());
  }

  expression(): Expression {
    let left = this.#product();
    for (;;) {
      if (this.skip('+')) left = arithmetic(left, this.#product(), (a, b) => a + b);
      else if (this.skip('-')) left = arithmetic(left, this.#product(), (a, b) => a - b);
      else return left;
    }
  }

  #product(): Expression {
    let left = this.#single();
    for (;;) {
      if (this.skip('*')) left = arithmetic(left, this.#single(), (a, b) => a * b);
      else if (this.skip('//')) left = arithmetic(left, this.#single(), (a, b) => Math.floor(a / b));
      else if (this.skip('/')) left = arithmetic(left, this.#single(), (a, b) => a / b);
      else return left;
    }
  }

  #single(): Expression {
    const { kind, text } = this.#token;
    if (this.skip('*')) return { type: 'spread', of: this.expression() };
    if (this.skip('-')) return arithmetic({ type: 'value', value: 0 }, this.#single(), (a, b) => a - b);
    if (this.skip('(')) return this.#list(')');
    if (this.skip('[')) return this.#list(']');
    if (!['number', 'string', 'name'].includes(kind)) this.fail('a value');
    if (kind === 'name') {
      const path = this.#name();
      const word = WORDS.get(path);
      if (word !== undefined) return { type: 'value', value: word };
      return this.skip('(') ? this.#call(path) : { type: 'name', path };
    }
    this.#place++;
    if (kind === 'number') return { type: 'value', value: Number(text.replaceAll('_', '')) };
    const quotes = /^("""|'''|"|')/.exec(text)![0].length;
    return { type: 'value', value: text.slice(quotes, -quotes) };
  }

  /** (a) is a; (a,) and (a, b) are tuples. */
  #list(end: ')' | ']'): Expression {
    const items: Expression[] = [];
    let comma = false;
    while (!this.skip(end)) {
      items.push(this.expression());
      comma = this.skip(',');
      if (!comma && this.#token.text !== end) this.fail(`',' or '${end}'`);
    }
    return end === ')' && items.length === 1 && !comma ? items[0] : { type: 'list', items };
  }

  #call(path: string): Expression {
    const args: Expression[] = [];
    const named: Record<string, Expression> = {};
    while (!this.skip(')')) {
      const argument = this.expression();
      if (argument.type === 'name' && this.skip('=')) named[argument.path] = this.expression();
      else if (Object.keys(named).length > 0) this.fail(`an argument with a name, as those before it,`);
      else args.push(argument);
      if (!this.skip(',') && this.#token.text !== ')') this.fail("',' or ')'");
    }
    return { type: 'call', path, args, named };
  }
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['False', false],
  ['None', null],
]);

/** `8 * 13 * 14` is as good as 1456. */
function arithmetic(left: Expression, right: Expression, f: (a: number, b: number) => number): Expression {
  if (left.type === 'value' && right.type === 'value') {
    const [a, b] = [left.value, right.value];
    if (typeof a === 'number' && typeof b === 'number') return { type: 'value', value: f(a, b) };
  }
  throw new PythonError('There is arithmetic with something that is no number.');
}
