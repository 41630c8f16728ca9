// `npm run check` as a learner sees it: output, exit codes, hints and progress.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutate } from '../../tools/grader/mutants';
import { ROOT } from '../../tools/grader/paths';
import type { CheckResult } from '../../tools/grader/result';
import mutants from '../mutants/01-scalars/chain-rule';

const SOLUTION = join(ROOT, 'solutions/01-scalars/chain-rule.ts');
const folder = mkdtempSync(join(tmpdir(), 'check-'));
const MUTANT = write(
  'mutant.ts',
  mutate(
    readFileSync(SOLUTION, 'utf8'),
    mutants.find(({ misconception }) => misconception === 'path-overwritten')!,
  ),
);

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Two cores: two programs at a time are the fastest. */
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

/** @param words the arguments, and what to set in the environment */
function check(...words: (string | NodeJS.ProcessEnv)[]): Promise<Run> {
  const args = words.filter((word) => typeof word === 'string');
  const environment = words.filter((word) => typeof word === 'object');
  const run = (lanes.shift() as Promise<unknown>).then(() => start(args, Object.assign({}, ...environment)));
  lanes.push(run);
  return run;
}

function start(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Run> {
  const register = join(ROOT, 'lib', 'typescript.cjs');
  const program = join(ROOT, 'tools/grader/check.ts');
  const progress = ['--progress-file', join(folder, 'unused.json')];
  const child = spawn(process.execPath, ['--require', register, program, ...progress, ...args], {
    // Anywhere but in the project.
    cwd: folder,
    env: {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      ...environment,
    },
  });
  const run = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      run[name] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...run })));
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe.concurrent('npm run check', { timeout: 120_000 }, () => {
  test('gives all points to the solution', async () => {
    const { code, stdout } = await check('chain-rule', '--file', SOLUTION, '--seed', '7');
    expect(stdout).toContain('✓ passed  3 of 3  Two paths from x to the result');
    expect(stdout).toContain('Points: 10 of 10 (seed 7)');
    expect(stdout).toContain('Well done');
    expect(code).toBe(0);
  });

  test('explains a wrong value', async () => {
    const { code, stdout } = await check('chain-rule', '--file', MUTANT, '--seed', '5');
    expect(stdout).toMatch(/✓ passed[\s\S]*✗ failed {2}0 of 3 {2}Two paths/);
    expect(stdout).toMatch(
      /input +twoPaths\(\[.*\], \[.*\], -?0\.\d+\)\n +got +-?[\d.]+\n +expected +-?[\d.]+\n/,
    );
    expect(stdout).toMatch(/likely cause +This is the contribution of the right path only/);
    expect(stdout).toContain('Points: 7 of 10 (seed 5)');
    expect(stdout).toContain('--hint');
    expect(stdout).not.toContain('Hint 1');
    expect(code).toBe(1);
  });

  test('says the same with the same seed', async () => {
    const run = () => check('chain-rule', '--file', MUTANT, '--seed', '11', '--json');
    const [one, two] = (await Promise.all([run(), run()])).map(({ stdout }) => {
      const { durationMs, ...result } = JSON.parse(stdout) as CheckResult;
      expect(durationMs).toBeGreaterThan(0);
      return result;
    });
    expect(one).toEqual(two);
    expect(one.tests.at(-1)?.failure?.misconception?.id).toBe('path-overwritten');
  });

  test('points at a syntax error, and gives no points', async () => {
    const file = write('syntax.ts', 'export function chainRule() {\n\treturn 1 *;\n}\n');
    const { code, stdout } = await check('chain-rule', '--file', file);
    expect(stdout).toContain('syntax.ts:2:12 syntax error');
    expect(stdout).toContain('  2 |  return 1 *;\n    |            ^ Expression expected.');
    expect(stdout).toContain('Points: 0 of 10');
    expect(code).toBe(1);
  });

  test('points at a type error, and still runs the tests', async () => {
    const solution = readFileSync(SOLUTION, 'utf8');
    const file = write('type.ts', `${solution}\nexport const wrong: number = 'text';\nconst unused = 1;\n`);
    const { code, stdout } = await check('chain-rule', '--file', file);
    expect(stdout).toMatch(/type\.ts:\d+:14 type error/);
    expect(stdout).toMatch(/\^{5} Type 'string' is not assignable to type 'number'\./);
    expect(stdout).not.toContain('unused');
    expect(stdout).toContain('Points: 10 of 10');
    expect(code).toBe(0);
  });

  test('knows console and node in the types, and shows what was printed', async () => {
    const file = write('prints.ts', `${readFileSync(SOLUTION, 'utf8')}\nconsole.log('\\u001b[31mhello');\n`);
    const { stdout } = await check('chain-rule', '--file', file);
    expect(stdout).toContain('Your code printed:\n  hello\n');
    expect(stdout).not.toContain('type error');
  });

  test('lets a learner import the library from anywhere', async () => {
    const file = write(
      'lib.ts',
      `import { Value } from 'backprop-lab';\n${readFileSync(SOLUTION, 'utf8')}\nexport { Value };\n`,
    );
    const { stdout } = await check('chain-rule', '--file', file);
    expect(stdout).not.toContain('error');
    expect(stdout).toContain('Points: 10 of 10');
  });

  test('speaks of a missing file and of one that is none', async () => {
    const missing = await check('chain-rule', '--file', join(folder, 'none.ts'));
    expect(missing.stdout).toContain('The file does not exist.');
    expect(missing.code).toBe(1);
    expect((await check('chain-rule', '--file', folder)).stdout).toContain('not a file of TypeScript code');
  });

  test('ends a loop that never does', async () => {
    const file = write('loop.ts', 'export function localDerivative() {\n  for (;;);\n}\n');
    const { code, stdout } = await check('chain-rule', '--file', file);
    expect(stdout).toContain('localDerivative did not come back within 2 s');
    expect(stdout).toContain("The file exports no function '");
    expect(code).toBe(1);
  });

  test('checks several exercises, of which one that is broken leaves the others alone', async () => {
    const files = {
      'chain-rule':
        'export function localDerivative(): number[] {\n  const kept = [];\n  for (;;) kept.push(new Float64Array(3e7).fill(1));\n}\n',
      'gradient-step': readFileSync(join(ROOT, 'solutions/04-gradient-descent/gradient-step.ts'), 'utf8'),
    };
    const exercises = join(folder, 'exercises');
    const places = { 'chain-rule': '01-scalars', 'gradient-step': '04-gradient-descent' } as const;
    for (const [id, place] of Object.entries(places)) {
      mkdirSync(join(exercises, place), { recursive: true });
      writeFileSync(join(exercises, place, `${id}.ts`), files[id as keyof typeof files]);
    }
    const { code, stdout } = await check(
      'chain-rule',
      'gradient-step',
      '--json',
      '--progress-file',
      join(folder, 'several.json'),
      { BACKPROP_EXERCISES: exercises },
    );
    const [broken, good] = JSON.parse(stdout) as CheckResult[];
    expect(broken).toMatchObject({ id: 'chain-rule', status: 'failed', points: 0 });
    // Whichever limit is reached first; memory alone, with time enough, is tested with the learner's process.
    if (process.platform === 'linux')
      expect(broken.tests[0].failure?.message).toMatch(
        /used more than \d+ MB of memory|did not come back within/,
      );
    expect(good).toMatchObject({ id: 'gradient-step', status: 'passed' });
    expect(code).toBe(1);
    for (const [id, place] of Object.entries(places))
      expect(readFileSync(join(exercises, place, `${id}.ts`), 'utf8')).toBe(files[id as keyof typeof files]);
  });

  test('takes one exercise at a time with a file', async () => {
    const { code, stderr } = await check('chain-rule', 'adam', '--file', SOLUTION);
    expect(stderr).toContain('--file names the file of one exercise');
    expect(code).toBe(2);
  });

  test('suggests the nearest exercise', async () => {
    const { code, stderr } = await check('chian-rule');
    expect(stderr).toContain("There is no exercise 'chian-rule'. Did you mean 'chain-rule'?");
    expect(code).toBe(2);
  });

  test('refuses a seed that is no number', async () => {
    const { code, stderr } = await check('chain-rule', '--seed', 'many');
    expect(stderr).toContain('It is a whole number from 0 on.');
    expect(code).toBe(1);
  });

  test('lists the exercises', async () => {
    const { code, stdout } = await check();
    expect(stdout).toMatch(/01 {2}chain-rule +new +0 of 10 points {2}20 min {2}The chain rule/);
    expect(code).toBe(0);
    expect(JSON.parse((await check('--json')).stdout)[0]).toMatchObject({
      id: 'chain-rule',
      maxPoints: 10,
      state: 'new',
    });
  });

  test("changes nothing in the learner's file", async () => {
    const before = readFileSync(MUTANT);
    await check('chain-rule', '--file', MUTANT);
    expect(readFileSync(MUTANT)).toEqual(before);
  });
});
