// `npm run learn` as a learner goes through it, line by line, in a folder of his own.

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS, commandFor } from '../../tools/grader/learn/commands';
import { courseLine } from '../../tools/grader/learn/screen';
import { exerciseList } from '../../tools/grader/list';
import { ROOT } from '../../tools/grader/paths';
import { PLAIN } from '../../tools/grader/report';

const TIMEOUT = 120_000;
const STUB = join(ROOT, 'exercises/01-scalars/chain-rule.ts');
const SOLUTION = readFileSync(join(ROOT, 'solutions/01-scalars/chain-rule.ts'), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'learn-'));
const progress = join(folder, '.course', 'progress.json');
const mine = join(folder, 'exercises', '01-scalars', 'chain-rule.ts');

let child: ChildProcess;
let printed = '';
let seen = 0;

beforeAll(() => {
  cpSync(join(ROOT, 'exercises'), join(folder, 'exercises'), { recursive: true });
  const program = join(ROOT, 'tools/grader/learn/main.ts');
  child = spawn(
    process.execPath,
    ['--require', join(ROOT, 'lib/typescript.cjs'), program, '--progress-file', progress],
    {
      cwd: folder,
      env: { ...process.env, BACKPROP_EXERCISES: join(folder, 'exercises') },
    },
  );
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
});
afterAll(() => child.kill());

/** Waits until this has been printed after what was waited for before, and returns all that was between. */
async function until(text: string): Promise<string> {
  while (!printed.includes(text, seen)) {
    expect(child.exitCode, printed).toBe(null);
    await new Promise((done) => setTimeout(done, 20));
  }
  const between = printed.slice(seen, printed.indexOf(text, seen) + text.length);
  seen += between.length;
  return between;
}

const say = (word: string): void => void child.stdin?.write(`${word}\n`);
const save = (text: string): void => writeFileSync(mine, text);

describe.sequential('npm run learn', { timeout: TIMEOUT }, () => {
  test('begins with the first exercise', async () => {
    const screen = await until('[q]uit');
    expect(screen).toMatch(/Backprop Lab {2}░+ {2}0 of \d+ exercises, 0 of \d+ points/);
    expect(screen).toContain('01  chain-rule: The chain rule');
    // Nothing to colour and nothing to clear.
    expect(screen).not.toContain('\u001b');
  });

  test('checks what is saved', async () => {
    save(SOLUTION.replace('return 2 * x;', 'return x;'));
    const screen = await until('[q]uit');
    expect(screen).toMatch(
      /✗ failed {2}0 of 3 {2}The derivative of a single step\n +input +localDerivative\('square'/,
    );
    expect(screen).toContain('The factor 2 is missing.');
    expect(screen).toMatch(/checked in \d+\.\d s/);
  });

  test('points at what TypeScript cannot read, and at wrong types', async () => {
    save('export function chainRule(: number {\n');
    expect(await until('[q]uit')).toMatch(/chain-rule\.ts:1:27 syntax error/);
    save(`${SOLUTION}\nexport const wrong: number = 'text';\n`);
    const screen = await until('[q]uit');
    expect(screen).toMatch(/chain-rule\.ts:\d+:14 type error/);
    expect(screen).toContain('Points: 10 of 10');
  });

  test('ends an endless loop and goes on', async () => {
    save('export function localDerivative() {\n  for (;;);\n}\n');
    expect(await until('[q]uit')).toContain('did not come back within 2 s');
    expect(readFileSync(mine, 'utf8')).toBe('export function localDerivative() {\n  for (;;);\n}\n');
  });

  test('gives a hint', async () => {
    say('hint');
    expect(await until('[q]uit')).toContain('Hint 1 of 3: ');
  });

  test('praises the solution, fills the bar and remembers', async () => {
    save(SOLUTION);
    const screen = await until('[q]uit');
    expect(screen).toContain('Well done: all points. Go on with: next');
    expect(screen).toMatch(/Backprop Lab {2}█*░+ {2}1 of \d+ exercises, 10 of \d+ points/);
    expect(JSON.parse(readFileSync(progress, 'utf8'))).toMatchObject({ 'chain-rule': { bestPoints: 10 } });
  });

  test('goes on, back, and lists', async () => {
    say('next');
    expect(await until('[q]uit')).not.toContain('01  chain-rule: ');
    say('b');
    expect(await until('[q]uit')).toContain('01  chain-rule: ');
    say('list');
    expect(await until('[q]uit')).toMatch(/→ {2}01 {2}chain-rule +done +10 of 10 points/);
  });

  test('starts a file anew when asked twice, and keeps the work', async () => {
    say('reset');
    expect(await until('[q]uit')).toContain('Say reset once more');
    say('list');
    await until('[q]uit');
    say('reset');
    expect(await until('[q]uit')).toContain('Say reset once more');
    expect(readFileSync(mine, 'utf8')).toBe(SOLUTION);
    say('reset');
    expect(await until('[q]uit')).toContain('is as at the beginning');
    expect(readFileSync(mine, 'utf8')).toBe(readFileSync(STUB, 'utf8'));
    expect(readFileSync(join(folder, '.course/before-reset/chain-rule.ts'), 'utf8')).toBe(SOLUTION);
    expect(existsSync(progress)).toBe(true);
  });

  test('names the commands when it is told something else, and leaves', async () => {
    say('help');
    await until('The commands are: check, hint, next, back, list, reset, quit.');
    say('quit');
    expect(await new Promise((done) => child.once('exit', done))).toBe(0);
  });
});

test('a command is known by its word and by its first letter', () => {
  const letters = COMMANDS.map((command) => command[0]);
  expect(new Set(letters).size).toBe(letters.length);
  expect(['h', ' HINT ', 'q', '', 'hi', 'x'].map(commandFor)).toEqual([
    'hint',
    'hint',
    'quit',
    undefined,
    undefined,
    undefined,
  ]);
});

test('the bar of the course is full only when every point is there', () => {
  const [one] = exerciseList(progress);
  const line = (...points: number[]) =>
    courseLine(
      points.map((bestPoints) => ({
        ...one,
        maxPoints: 10,
        bestPoints,
        state: bestPoints === 10 ? 'done' : 'begun',
      })),
      PLAIN,
    );
  expect(line(10, 9)).toMatch(/█{28}░░ {2}1 of 2 exercises, 19 of 20 points/);
  expect(line(10, 10)).toMatch(/█{30} {2}2 of 2 exercises, 20 of 20 points/);
});
