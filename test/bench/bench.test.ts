import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { fusedKernels } from '../../tools/bench/fused-kernels';
import { kernels } from '../../tools/bench/kernels';
import type { Race } from '../../tools/bench/train-chart';
import { NAMES, TITLES, workload } from '../../tools/bench/workloads';

const simd = simdBackend();
const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'backprop-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

function bench(...words: string[]): { status: number | null; output: string } {
  const program = ['-r', join(root, 'lib', 'typescript.cjs'), join(root, 'tools', 'bench', 'main.ts')];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...words], {
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

describe('npm run bench', () => {
  test('one round of one workload with our own backends: a table, JSON and a chart', () => {
    const [json, svg] = ['train.json', 'deep/train.svg'].map((name) => join(folder, name));
    const words = ['--workloads', 'tiny', '--only', 'ours,reference', '--rounds', '1'];
    const { status, output } = bench('train', ...words, '--json', json, '--svg', svg);
    expect(output).toContain(TITLES.tiny);
    expect(status).toBe(0);
    const { rounds, races } = JSON.parse(readFileSync(json, 'utf8')) as { rounds: number; races: Race[] };
    expect([rounds, races.map(({ name }) => name)]).toEqual([1, ['tiny']]);
    expect(races[0].entries.map(({ family }) => family)).toEqual(['ours', 'ours', 'reference']);
    for (const { times, cannot } of races[0].entries) {
      expect(cannot).toBeNull();
      expect(times?.median).toBeGreaterThan(0);
    }
    expect(readFileSync(svg, 'utf8')).toContain(TITLES.tiny);
  });

  test('a Python that is not there is said to be missing, and nothing else fails', () => {
    const words = ['--workloads', 'tiny', '--only', 'pytorch', '--rounds', '1', '--python', 'no-such-python'];
    const { status, output } = bench('train', ...words, '--svg', join(folder, 'none.svg'));
    expect(output).toContain('there is no program no-such-python; --python names a Python that has PyTorch');
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'none.svg'))).toBe(true);
  });

  test.each([
    [['train', '--workloads', 'mlp,gpt'], 'bench: there is no workload "gpt"; there are mlp, cnn,'],
    [['train', '--only', 'keras'], 'bench: there is no library "keras"; there are ours, reference,'],
    [['ops', '--rounds', '0'], 'bench: --rounds is a whole number ≥ 1, got 0'],
  ])('%j is refused', (words, message) => {
    const { status, output } = bench(...words);
    expect(output).toContain(message);
    expect(status).toBe(1);
  });
});

test.each(NAMES)('workload %s learns, and is the same every time', (name) => {
  const [first, second] = [workload(name), workload(name)];
  const before = first.step().item();
  expect(second.step().item()).toBe(before);
  expect(first.step().item()).toBeLessThan(before);
});

test('every kernel that is measured has a name of its own and costs something', () => {
  const all = [...kernels(), ...fusedKernels()];
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  for (const { work } of all) expect(work).toBeGreaterThan(0);
});

test.each(fusedKernels().map((kernel) => [kernel.title, kernel] as const))(
  '%s runs in one go',
  (_, { run }) => {
    run(simd);
    expect(() => run(reference)).toThrow('bench: the backend does not do in one go what is measured');
  },
);
