// What cells can do, in a session without Jupyter.

import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cells, printed } from './cells';
import type { CellReport } from './session-child';

let cells: Cells;
beforeAll(() => {
  cells = new Cells();
});
afterAll(() => cells.close());

async function value(source: string): Promise<unknown> {
  const report = await cells.run(source);
  if (report.error) throw new Error(report.error.traceback.join('\n'));
  return report.result?.['text/plain'];
}

async function failure(source: string): Promise<NonNullable<CellReport['error']> & { text: string }> {
  const { status, error } = await cells.run(source);
  expect(status).toBe('error');
  return { ...(error as NonNullable<CellReport['error']>), text: error?.traceback.join('\n') ?? '' };
}

describe('variables', () => {
  it('closures of earlier cells see later assignments', async () => {
    await value('let lr = 0.1;\nfunction step() { return lr }');
    expect(await value('lr = 0.5; step()')).toBe('0.5');
  });

  it.each([
    ['a constant', 'const same = 1; typeof same', "const same = 'x'; same.length", '1'],
    ['a class', 'class Same { a = 1 }; new Same().a', "class Same { b = 'b' }; new Same().b", "'b'"],
    [
      'a function',
      'function sameFn() { return 1 }; sameFn()',
      "function sameFn() { return 'f' }; sameFn()",
      "'f'",
    ],
    ['an import', "import { sep as other } from 'node:path'; other", 'const other = 2; other', '2'],
    ['a type', 'type T1 = number; const t1: T1 = 1; t1', "type T1 = string; const t2: T1 = 'x'; t2", "'x'"],
  ])('%s may be declared again', async (_what, first, second, expected) => {
    await value(first);
    expect(await value(second)).toBe(expected);
  });

  it('`let` without a value starts anew, as in a program', async () => {
    await value('let unset: number | undefined = 3');
    expect(await value('let unset: number | undefined; String(unset)')).toBe("'undefined'");
  });

  it('destructuring with defaults, rests and holes, with await and without', async () => {
    const source = (promise: string) =>
      `const { x, y: [, z = 7, ...rest], ...others } = ${promise}({ x: 1, y: [0, undefined, 2] as (number | undefined)[], k: 9 });
[x, z, rest, others]`;
    expect(await value(source(''))).toBe('[ 1, 7, [ 2 ], { k: 9 } ]');
    expect(await value(source('await Promise.resolve'))).toBe('[ 1, 7, [ 2 ], { k: 9 } ]');
  });

  it('declarations of a cell with await are there for the next one', async () => {
    await value(`enum Colour { Red, Green }
class Net { n = 1 }
function made() { return new Net() }
const waited = await Promise.resolve(5);`);
    expect(await value('[waited, made().n, Colour.Green, Net.name]')).toBe("[ 5, 1, 1, 'Net' ]");
  });

  it('may have the name of a global of Node, which everything else goes on seeing', async () => {
    await value(
      'const performance = 0.9; class Event { a = 1 }\nlet { crypto } = { crypto: 3 }; function fetch() { return crypto }',
    );
    expect(
      await value('crypto = 4; [{ performance }, performance, new Event().a, Event.name, fetch()]'),
    ).toBe("[ { performance: 0.9 }, 0.9, 1, 'Event', 4 ]");
    expect(
      await value(
        '[typeof globalThis.performance.now, typeof globalThis.fetch, "performance" in { performance: 1 }]',
      ),
    ).toBe("[ 'function', 'function', true ]");
    await value("import process, { version as crypto } from 'node:process'; import { URL } from 'node:url'");
    expect(await value('[typeof process.argv, crypto === process.version, typeof URL]')).toBe(
      "[ 'object', true, 'function' ]",
    );
    expect(await value('const inner = (performance: number) => performance + 1; inner(1)')).toBe('2');
    expect(
      await value(
        "const { Event, performance: renamed } = await Promise.resolve({ Event: 'e', performance: 2 }); [Event, renamed]",
      ),
    ).toBe("[ 'e', 2 ]");
  });

  it('what a failing cell did before its error stays', async () => {
    await failure("const before = 11; throw new Error('then')");
    expect(await value('before')).toBe('11');
  });
});

describe('loops at the top level', () => {
  it('leave their variables as a program would', async () => {
    await value('let sum = 0, turns = 0; const odd: number[] = [];');
    expect(
      await value(
        'for (let i = 0; i < 10_000; i++) { sum += i * 0.5; if (i % 2) { turns++; continue } }\n[sum, turns]',
      ),
    ).toBe('[ 24997500, 5000 ]');
    expect(
      await value(
        'outer: while (true) { do { turns--; if (turns < 4000) break outer } while (turns % 7) }\nturns',
      ),
    ).toBe('3999');
    expect(
      await value(
        'let [a, b] = [0, 1]; await null; for (let i = 0; i < 10; i++) [a, b] = [b, a + b]; [a, b]',
      ),
    ).toBe('[ 55, 89 ]');
  });

  it('may be left, and gone on with, in every way', async () => {
    const source = (end: string) =>
      `let odd2 = 0, i2 = 0; for (; ; i2++) { if (i2 % 2 === 0) continue; odd2 += 0.5; ${end} }\n[odd2, i2]`;
    expect(await value(source('if (odd2 === 3000) break'))).toBe('[ 3000, 11999 ]');
    expect(
      await value(
        'let w = 0; outer2: for (let i = 0; i < 100; i++) { let k = 0; while (k++ < 100) { if (k % 10 === 9) continue outer2; w += 0.5 } }\nw',
      ),
    ).toBe('400');
    expect(await value('let d = 0; do d += 0.25; while (d < 5000)\nd')).toBe('5000');
  });

  it('show functions and getters each assignment when it is made', async () => {
    await value('let seen = 0; function look() { return seen }\nconst box = { get seen() { return seen } }');
    expect(
      await value(
        'let bad = 0; for (seen = 1; seen < 100; seen++) { if (box.seen !== seen) bad++ }\n[bad, look()]',
      ),
    ).toBe('[ 0, 100 ]');
    expect(
      await value(
        'const fs: (() => number)[] = []; let k = 0; for (; k < 3; k++) fs[k] = () => k; fs.map((f) => f())',
      ),
    ).toBe('[ 3, 3, 3 ]');
    expect(
      await value('let n = 0; const up = () => { n += 10 }; for (let i = 0; i < 3; i++) { n++; up() }\nn'),
    ).toBe('33');
  });

  it('keep what they have done when they fail', async () => {
    await value('let done = 0; let nothing = null as unknown as { x: number }');
    expect((await failure('for (;;) { done++; if (done === 5) nothing.x = 1 }')).ename).toBe('TypeError');
    expect(await value('done')).toBe('5');
  });
});

describe('types', () => {
  it('are checked before anything runs; the message shows the place', async () => {
    await value('let typed = 1');
    const { ename, evalue, text } = await failure("console.log('ran');\n  typed = 'one'");
    expect(ename).toBe('TypeScriptError');
    expect(evalue).toBe("Type 'string' is not assignable to type 'number'.");
    expect(text).toMatch(/In\[\d+\]:2:3 - error TS2322/);
    expect(text).toContain("    2 |   typed = 'one'\n      |   ^^^^^");
  });

  it('are not looked at before the syntax is right, to the very end of the cell', async () => {
    const { text } = await failure('function open(x: number) {\n  console.log(x)');
    expect(text).toMatch(/^In\[\d+\]:2:17 - error TS1005: '}' expected\.\n {4}2 \| {3}console\.log\(x\)/);
    expect((await failure('const a = `x')).text).toContain('TS1160');
  });

  it('of a file that a cell imports are checked too', async () => {
    writeFileSync(join(cells.folder, 'inner-wrong.ts'), 'export const wrong: string = 1;\n');
    writeFileSync(join(cells.folder, 'outer-wrong.ts'), "export * from './inner-wrong';\n");
    const { ename, text } = await failure("import { wrong } from './outer-wrong'; wrong");
    expect(ename).toBe('TypeScriptError');
    expect(text).toMatch(
      /inner-wrong\.ts:1:14 - error TS2322: .*\n {4}1 \| export const wrong: string = 1;\n {6}\| {14}\^{5}/,
    );
    writeFileSync(join(cells.folder, 'inner-wrong.ts'), "export const wrong: string = 'now right';\n");
    expect(await value("import { wrong } from './outer-wrong'; wrong")).toBe("'now right'");
  });

  it('are strict', async () => {
    expect((await failure('const loose = (x) => x')).text).toContain('TS7006');
    expect((await failure('[1].at(-1).toFixed()')).text).toContain('TS2532');
  });

  it('a cell that does not pass declares nothing', async () => {
    await failure("const undeclared: number = 'x'");
    expect((await failure('undeclared')).evalue).toContain("Cannot find name 'undeclared'");
  });

  it('constants of earlier cells stay constants', async () => {
    await value('const fixed = 1');
    expect((await failure('fixed = 2')).evalue).toBe(
      "Cannot assign to 'fixed' because it is a constant or a function of an earlier cell.",
    );
  });

  it('a list that is filled later may be used in later cells', async () => {
    await value('const losses = []');
    expect(await value('losses.push(1); losses')).toBe('[ 1 ]');
  });
});

describe('results and output', () => {
  it('the last expression is the result; statements and undefined have none', async () => {
    expect(await value('1; 2; 3')).toBe('3');
    expect(await value('for (const i of [1, 2]) i')).toBeUndefined();
    expect(await value('undefined')).toBeUndefined();
    expect(await value('await Promise.resolve([1])')).toBe('[ 1 ]');
  });

  it('a promise is shown as what it is', async () => {
    expect(await value('new Promise(() => {})')).toBe('Promise { <pending> }: await it to see its value');
  });

  it('long arrays are shortened and tell how much is left out', async () => {
    expect(await value('Array.from({ length: 500 }, (_, i) => i)')).toContain('... 400 more items');
  });

  it('an object may say how it is shown', async () => {
    const { result } = await cells.run(
      "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>1</b>' }) })",
    );
    expect(result).toMatchObject({ 'text/html': '<b>1</b>', 'text/plain': expect.any(String) });
  });

  it('a chart comes as a chart, a picture and words, and not as HTML', async () => {
    const { result } = await cells.run(
      "import { plot } from 'backprop-lab'; plot.chart({ title: 'T', description: 'Words.' }, { data: { values: [{ a: 1 }] }, mark: 'point', encoding: { x: { field: 'a', type: 'quantitative', title: 'a' } } })",
    );
    expect(Object.keys(result ?? {}).sort()).toEqual([
      'application/vnd.vegalite.v5+json',
      'image/svg+xml',
      'text/plain',
    ]);
  });

  it('streams keep their order, among each other and with displays', async () => {
    const { outputs } = await cells.run(`import { display } from 'tslab';
console.log('one'); console.error('two'); process.stdout.write('three'); display.html('four'); console.log('five');`);
    expect(
      outputs.map((output) => (output.type === 'stream' ? [output.name, output.text] : output.type)),
    ).toEqual([
      ['stdout', 'one\n'],
      ['stderr', 'two\n'],
      ['stdout', 'three'],
      'display',
      ['stdout', 'five\n'],
    ]);
  });

  it("the course's own display functions arrive", async () => {
    const { outputs } = await cells.run(
      "import { liveDisplay } from '@backprop-lab/course'; const live = liveDisplay(); live.text('a'); live.text('b');",
    );
    expect(outputs).toMatchObject([
      { type: 'display', data: { 'text/plain': 'a' }, update: false },
      { type: 'display', data: { 'text/plain': 'b' }, update: true },
    ]);
  });
});

describe('imports', () => {
  const write = (name: string, text: string, seconds = 0): void => {
    const file = join(cells.folder, name);
    writeFileSync(file, text);
    // Two writes within one tick of the file system's clock would look like one.
    utimesSync(file, seconds, seconds);
  };

  it('the library and the course, from any folder', async () => {
    expect(await value("import { tensor } from 'backprop-lab'; tensor([1, 2]).sum().item()")).toBe('3');
  });

  it('builtins, JSON, CommonJS and ES modules', async () => {
    write('data.json', '{ "rows": [1, 2] }');
    write('old.cjs', 'module.exports = { name: "old" };');
    write('new.mjs', 'export const name = "new"; export default 5;');
    write('old.d.cts', 'export const name: string;');
    write('new.d.mts', 'export const name: string; declare const five: number; export default five;');
    const source = `import { strict as assert } from 'node:assert'; import * as path from 'node:path'; import fs from 'node:fs';
import rows from './data.json'; import { name as oldName } from './old.cjs'; import five, { name as newName } from './new.mjs';
[typeof assert.equal, path.basename('/a/b'), typeof fs.readFileSync, rows.rows, oldName, newName, five]`;
    expect(await value(source)).toBe(
      "[ 'function', 'b', 'function', [ 1, 2 ], 'old', 'new', 5 ]".replace(/, /g, ', '),
    );
  });

  it('TypeScript files, loaded again when they or what they import have changed', async () => {
    write('inner.ts', 'export const inner: number = 1;', 1);
    write('index.ts', "export * from './inner';\nexport const outer = 'o';", 1);
    expect(await value("import { inner, outer } from './index'; [inner, outer]")).toBe("[ 1, 'o' ]");
    write('inner.ts', "export const inner: string = 'two';", 2);
    expect(await value("import { inner, outer } from './index'; [inner.length, outer]")).toBe("[ 3, 'o' ]");
  });

  it('dynamic import of TypeScript', async () => {
    write('later.ts', 'export const later = (x: number): number => x + 1;');
    expect(await value("const { later } = await import('./later'); later(1)")).toBe('2');
  });

  it('types only', async () => {
    const source =
      "import type { Tensor } from 'backprop-lab'; const shapeOf = (x: Tensor) => x.shape; typeof shapeOf";
    expect(await value(source)).toBe("'function'");
  });
});

describe('traces show the cell, the line and the source', () => {
  it('of an error in a cell', async () => {
    const { text } = await failure("const fine = 1;\n\n  throw new RangeError('here')");
    expect(text).toMatch(
      /RangeError: here\n {4}at In\[\d+\]:3:9\n {4}3 \| {3}throw new RangeError\('here'\)\n/,
    );
  });

  it('of an error in a function of an earlier cell', async () => {
    await value(
      "type Unused = 1;\n\nfunction thrower(x: number): never {\n  throw new Error('from before')\n}",
    );
    const { text } = await failure('\nthrower(1)');
    expect(text).toMatch(/at thrower \(In\[\d+\]:4:9\)\n {4}4 \| {3}throw new Error/);
    expect(text).toMatch(/at In\[\d+\]:2:1$/);
  });

  it('of an error in the library', async () => {
    const { text } = await failure("import { ones } from 'backprop-lab';\nones([2, 3]).matmul(ones([2, 3]))");
    expect(text).toMatch(/lib\/ops\/matmul\.ts:\d+:\d+\)\n +\d+ \| .*throw new RangeError/);
    expect(text).toMatch(/at In\[\d+\]:2:14\n {4}2 \| ones\(\[2, 3\]\)\.matmul/);
  });

  it('of an error in a file', async () => {
    writeFileSync(
      join(cells.folder, 'broken.ts'),
      'interface A { a: 1 }\nexport const boom = (): void => {\n  throw new Error("in file");\n};\n',
    );
    const { text } = await failure("import { boom } from './broken'; boom()");
    expect(text).toMatch(/broken\.ts:3:9\)\n {4}3 \| {3}throw new Error\("in file"\);/);
  });

  it('of an error in an async function, and in a callback', async () => {
    const { text } = await failure(
      "async function slow() {\n  await null;\n  throw new Error('late')\n}\nawait slow()",
    );
    expect(text).toMatch(/at slow \(In\[\d+\]:3:9\)\n {4}3 \|/);
    const callback = await failure("[1].map((x) => {\n  throw new Error('in map ' + x)\n})");
    expect(callback.text).toMatch(/In\[\d+\]:2:9\)?\n {4}2 \|/);
  });

  it('without the frames of what runs the cells', async () => {
    expect((await failure("throw new Error('x')")).text).not.toMatch(/kernel|node:/);
  });

  it('of things that are no errors, or that cannot be shown', async () => {
    expect((await failure('throw 3')).traceback).toEqual(['Thrown: 3']);
    const hostile = "throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1 } })";
    expect((await failure(hostile)).evalue).toBe('an error that cannot be shown');
  });
});

describe('a session survives', () => {
  it('process.exit', async () => {
    expect((await failure('process.exit(0)')).evalue).toContain('a cell cannot end the kernel');
  });

  it('a rejection that nobody handles, and tells of it in its cell', async () => {
    const report = await cells.run("Promise.reject(new Error('stray')); 5");
    expect(report.status).toBe('ok');
    expect(printed(report, 'stderr')).toMatch(/^Unhandled rejection: Error: stray\n {4}at In\[\d+\]:1:16\n/);
  });

  it('an error in a timer', async () => {
    const report = await cells.run(
      "setTimeout(() => { throw new Error('tick') }, 1); await new Promise((resolve) => setTimeout(resolve, 50))",
    );
    expect(printed(report, 'stderr')).toContain('Uncaught error: Error: tick');
    expect(await value('1')).toBe('1');
  });

  it.each(['', '// a comment', '/* a comment */', ';;'])('a cell with nothing in it: %j', async (source) => {
    expect(await cells.run(source)).toMatchObject({ status: 'ok', outputs: [] });
  });
});
