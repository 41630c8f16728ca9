import { describe, expect, test } from 'vitest';
import { stubOf } from '../../tools/grader/stub';

const lines = (...texts: string[]): string => `${texts.join('\n')}\n`;

describe('the stub of a master', () => {
  test('has prompts and a line that throws in place of the solution', () => {
    const master = lines(
      '/** Doc. */',
      'export function f(x: number, [a, , c]: number[], { lr: rate = 1 }: O): number {',
      '  // BEGIN SOLUTION',
      '  // PROMPT Think of this.',
      '  // PROMPT Then of that.',
      '  return x + a; // PROMPTLY',
      '  // END SOLUTION',
      '}',
    );
    expect(stubOf(master)).toBe(
      lines(
        '/** Doc. */',
        'export function f(x: number, [a, , c]: number[], { lr: rate = 1 }: O): number {',
        '  // TODO: Think of this.',
        '  // Then of that.',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: this is code
        '  throw new Error(`Not implemented yet: f(${x}, ${a}, ${c}, ${rate})`);',
        '}',
      ),
    );
  });

  test('loses helpers outside functions without a trace', () => {
    expect(stubOf(lines('const a = 1;', '// BEGIN SOLUTION', 'const b = 2;', '// END SOLUTION', 'a;'))).toBe(
      lines('const a = 1;', 'a;'),
    );
  });

  test('names methods and functions without parameters', () => {
    const master = lines(
      'class C {',
      '  run() {',
      '    // BEGIN SOLUTION',
      '    // END SOLUTION',
      '  }',
      '}',
    );
    expect(stubOf(master)).toContain("    throw new Error('Not implemented yet: run()');\n");
  });

  test('does not take strings for marks', () => {
    const text = 'const s = `\n// BEGIN SOLUTION\n// END SOLUTION\n`;\n';
    expect(() => stubOf(text)).toThrow('there is no // BEGIN SOLUTION');
    const master = `${text}// BEGIN SOLUTION\n1;\n// END SOLUTION\n`;
    expect(stubOf(master)).toBe(text);
  });

  test.each([
    [
      'twice begun',
      ['// BEGIN SOLUTION', '// BEGIN SOLUTION', '// END SOLUTION'],
      /:2: BEGIN SOLUTION inside/,
    ],
    ['never begun', ['// END SOLUTION'], /:1: END without/],
    ['a stray prompt', ['1;', '// PROMPT x'], /:2: PROMPT without/],
    ['never ended', ['// BEGIN SOLUTION'], /without END SOLUTION/],
    ['not on its own line', ['f(); // BEGIN SOLUTION', '// END SOLUTION'], /line of its own/],
  ])('refuses a master that is %s', (_what, texts, message) => {
    expect(() => stubOf(lines(...texts), 'm.ts')).toThrow(message);
  });
});
