import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalog } from '../../tools/grader/catalog';
import { pathsOf, ROOT } from '../../tools/grader/paths';
import type { CheckResult } from '../../tools/grader/result';
import { type Bundle, makeBundle } from '../../tools/release/bundle';
import { goesAlong } from '../../tools/release/choose';
import { findLeaks, secretLines } from '../../tools/release/scan';

const out = mkdtempSync(join(tmpdir(), 'backprop-lab-release-'));
let bundle: Bundle;

beforeAll(() => {
  bundle = makeBundle(out);
  symlinkSync(join(ROOT, 'node_modules'), join(out, 'node_modules'), 'dir');
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

test('has the course, and nothing that gives a solution away', () => {
  expect(bundle.leaks).toEqual([]);
  for (const file of ['README.md', 'package-lock.json', 'lib/index.ts', 'notebooks/00-start-here.ipynb'])
    expect(existsSync(join(out, file)), file).toBe(true);
  const forbidden = /(^|\/)(solutions|mutants|[\w-]+\.alternatives|verify|grade|export)\//;
  expect(bundle.files.filter((file) => forbidden.test(file))).toEqual([]);
  for (const { file } of catalog) expect(bundle.files).toContain(file);
});

test('names a solution that went along, whole or in parts, in code or in a notebook', () => {
  const { solution } = pathsOf(catalog[0]);
  const text = readFileSync(solution, 'utf8');
  const secrets = secretLines('master', text, readFileSync(join(out, catalog[0].file), 'utf8'));
  expect(secrets.length).toBeGreaterThan(2);
  const cell = JSON.stringify({ cells: [{ source: text }] });
  const half = text.slice(Math.floor(text.length * 0.4)).replaceAll('  ', '\t');
  for (const [file, leaked] of [
    ['lib/a.ts', text],
    ['tools/b.ts', half],
    ['notebooks/c.ipynb', cell],
  ] as const)
    expect(findLeaks(file, leaked, secrets), file).toMatchObject([{ file, from: 'master' }]);
  expect(findLeaks('lib/a.ts', secrets[0]?.line ?? '', secrets)).toEqual([]);
});

test("leaves instructors' and makers' files out", () => {
  const files = [
    'solutions/a.ts',
    'test/mutants/a.ts',
    'tools/grader/grade/main.ts',
    '.ci/run',
    'docs/grading.md',
  ];
  expect(files.filter(goesAlong)).toEqual([]);
  expect(goesAlong('test/exercises/01-scalars/chain-rule.grade.ts')).toBe(true);
});

test('has only scripts that it can run, and asks for the same packages', () => {
  const [made, own] = [out, ROOT].map((folder) =>
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  expect(Object.keys(made.scripts)).toEqual(
    expect.arrayContaining(['start', 'check', 'learn', 'quiz', 'prepare']),
  );
  expect(Object.keys(made.scripts)).not.toEqual(expect.arrayContaining(['grade']));
  expect([made.dependencies, made.devDependencies]).toEqual([own.dependencies, own.devDependencies]);
});

test('checks exercises by itself', { timeout: 120_000 }, () => {
  const check = (...args: string[]): CheckResult => {
    const program = ['-r', './lib/typescript.cjs', 'tools/grader/check.ts', 'chain-rule', '--json', ...args];
    const progress = ['--progress-file', join(out, 'progress.json')];
    try {
      return JSON.parse(
        execFileSync(process.execPath, [...program, ...progress], { cwd: out, encoding: 'utf8' }),
      );
    } catch (error) {
      return JSON.parse((error as { stdout: string }).stdout);
    }
  };
  expect(check()).toMatchObject({ status: 'failed', points: 0, maxPoints: 10 });
  const { solution } = pathsOf(catalog[0]);
  expect(check('--file', solution)).toMatchObject({ status: 'passed', points: 10 });
});

test('a folder with something in it is left alone', () => {
  expect(() => makeBundle(out)).toThrow('is not empty');
});
