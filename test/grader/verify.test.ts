// The parts of the proof: submissions that nobody wrote, the look at the inputs, the types of many files, the program.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tensor } from '../../lib';
import { OwnCode } from '../../tools/grader/own-code';
import { ROOT } from '../../tools/grader/paths';
import { compile } from '../../tools/grader/sandbox/compile';
import { loadCode } from '../../tools/grader/sandbox/load-code';
import type { Plain } from '../../tools/grader/sandbox/plain';
import { InputWatch } from '../../tools/grader/verify/inputs';
import { typeErrors } from '../../tools/grader/verify/type-check';
import type { Verified } from '../../tools/grader/verify/types';
import { uselessSubmissions } from '../../tools/grader/verify/useless';

const MASTER = `
import type { Tensor } from 'backprop-lab';
export type Pair = [number, number];
export const GIVEN = 3;
export function count(list: number[]): number { return list.length; }
export async function double(a: number, list: number[][]): Promise<number[][]> { return list; }
export const scale = (by: number, x: Tensor): Tensor => x.mul(by);
function helper(): void {}
export class Meter {
  total = 0;
  constructor(readonly start: number) {}
  add(n: number): number { helper(); return n; }
}
`;

describe('useless submissions', () => {
  const all = uselessSubmissions(MASTER);
  const ask = async (name: string, call: string, ...args: Plain[]) => {
    const own = new OwnCode(
      loadCode(compile(all[name], 'useless.ts').code, join(ROOT, 'solutions/useless.ts')),
    );
    if (call !== 'add') return (await own.ask({ do: 'call', name: call, args })).value;
    await own.ask({ do: 'new', name: 'Meter', args: [1] });
    return (await own.ask({ do: 'method', name: 'add', args })).value;
  };

  test('exist for every function, arrow function and method that is exported', async () => {
    for (const call of ['count', 'double', 'scale', 'add']) {
      expect(await ask('returns undefined', call, 1)).toBeUndefined();
      expect(await ask('returns its input', call, 5, 6)).toBe(5);
      expect(await ask('returns its last input', call, 5, 6)).toBe(6);
      await expect(ask('throws everything', call, 1)).rejects.toThrow('no');
    }
    expect(all['returns undefined']).not.toMatch(/GIVEN|helper/);
  });

  test('return zeros in the form that is declared', async () => {
    expect(await ask('returns zeros', 'count', [1, 2])).toBe(0);
    expect(
      await ask('returns zeros', 'double', 2, [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await ask('returns ones', 'double', 2, [[1, 2]])).toEqual([[1, 1]]);
    expect(await ask('returns zeros', 'scale', 2, tensor([1, 2]))).toMatchObject({ shape: [2] });
    expect(await ask('returns ones', 'add', 2)).toBe(1);
  });
});

describe('the look at the inputs', () => {
  const findings = async (...args: Plain[]): Promise<string[]> => {
    const watch = new InputWatch(new OwnCode({ f: () => 1 }));
    for (const arg of args) await watch.ask({ do: 'call', name: 'f', args: [arg] });
    return watch.findings;
  };

  test('finds nothing in what is random, of several shapes and moderate', async () => {
    expect(await findings(1, 'a', [0.5, 2], { x: [[1, 2, 3]], y: tensor([[1], [0.5]]) }, [10, 20])).toEqual(
      [],
    );
  });

  test.each<[string, Plain[]]>([
    ['all ones', [{ upstream: [[1, 1, 1]] }, [0.1, 0.2]]],
    [
      'all ones',
      [
        tensor([
          [1, 1],
          [1, 1],
          [1, 1],
        ]),
      ],
    ],
    [
      'square',
      [
        [
          [1, 2],
          [3, 4],
        ],
        [1, 2],
      ],
    ],
    [
      'square',
      [
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      ],
    ],
    [
      'larger than 6',
      [
        [7.5, -9],
        [100.5, 8],
      ],
    ],
  ])('finds what is %s', async (what, args) => {
    expect((await findings(...args)).join()).toContain(what);
  });
});

test('types are checked in files that are not there', () => {
  const place = (name: string): string => join(ROOT, 'solutions', '01-scalars', name);
  const errors = typeErrors(
    new Map([
      [
        place('good.ts'),
        "import { forward } from './chain-rule';\nexport const f: number = forward.sin(1);\n",
      ],
      [place('bad.ts'), "export const a = 1;\n\nexport const f: number = 'x';\n"],
      [place('broken.ts'), 'export const f = 1 +;\n'],
    ]),
  );
  expect([...errors.keys()].map((file) => basename(file))).toEqual(['bad.ts', 'broken.ts']);
  expect(errors.get(place('bad.ts'))).toBe("line 3: Type 'string' is not assignable to type 'number'.");
});

describe('npm run exercises', () => {
  const run = (folder: string | undefined, ...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--require', join(ROOT, 'lib/typescript.cjs'), join(ROOT, 'tools/grader/exercises.ts'), ...args],
      {
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, BACKPROP_EXERCISES: folder },
      },
    );

  test('proves one exercise as data', () => {
    const { stdout, status } = run(
      undefined,
      'verify',
      'chain-rule',
      '--seeds',
      '1',
      '--no-sandbox',
      '--json',
    );
    const [verified] = JSON.parse(stdout) as Verified[];
    expect(verified).toMatchObject({ id: 'chain-rule', points: 10, maxPoints: 10, findings: [] });
    expect(verified.scores.filter(({ name }) => name.startsWith('mutant'))).toHaveLength(18);
    expect(status).toBe(0);
  });

  test('suggests the nearest exercise', () => {
    const { stderr, status } = run(undefined, 'verify', 'chian-rule');
    expect(stderr).toContain("Did you mean 'chain-rule'?");
    expect(status).toBe(2);
  });

  test('writes the stub from the master', () => {
    const folder = mkdtempSync(join(tmpdir(), 'exercises-'));
    const { stdout } = run(folder, 'generate', 'chain-rule');
    expect(stdout).toBe('written: exercises/01-scalars/chain-rule.ts\n');
    const place = join('01-scalars', 'chain-rule.ts');
    expect(readFileSync(join(folder, place), 'utf8')).toBe(
      readFileSync(join(ROOT, 'exercises', place), 'utf8'),
    );
  });
});
