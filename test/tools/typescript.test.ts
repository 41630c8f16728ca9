import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = join(__dirname, '..', '..');
const CACHE = join(ROOT, '.cache', 'typescript');
const folder = mkdtempSync(join(tmpdir(), 'typescript-'));
const file = join(folder, 'program.ts');

const run = (source: string): { stdout: string; stderr: string } => {
  writeFileSync(file, source);
  return spawnSync(process.execPath, ['-r', join(ROOT, 'lib', 'typescript.cjs'), file], { encoding: 'utf8' });
};
const kept = (words: string): string[] =>
  readdirSync(CACHE)
    .map((name) => join(CACHE, name))
    .filter((path) => readFileSync(path, 'utf8').includes(words));

afterAll(() => {
  for (const path of kept('the word of this test')) rmSync(path);
  rmSync(folder, { recursive: true });
});

test('compiles once, and again when the file has changed', () => {
  const first = "const said: string = 'the word of this test'; console.log(said);";
  expect(run(first).stdout).toBe('the word of this test\n');
  const [path] = kept('the word of this test');
  const { mtimeMs } = statSync(path);
  expect(run(first).stdout).toBe('the word of this test\n');
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
  expect(run(first.replace('word', 'new word')).stdout).toBe('the new word of this test\n');
});

test('what was kept and is damaged is made anew', () => {
  const source = "console.log('the word of this test, undamaged');";
  run(source);
  for (const path of kept('the word of this test')) writeFileSync(path, '//damaged: the word of this test');
  expect(run(source).stdout).toBe('the word of this test, undamaged\n');
});

test('errors name the line of the TypeScript', () => {
  const { stderr } = run(
    "interface Long {\n  x: number;\n}\n// the word of this test\nthrow new Error('here');\n",
  );
  expect(stderr).toContain('program.ts:5');
});
