import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Generator, train } from 'backprop-lab';
import { afterEach, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const child = join(__dirname, 'train-child.ts');
const node = (...args: string[]): string[] => ['-r', join(__dirname, '../../lib/typescript.cjs'), ...args];

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'train-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

test('a seed gives byte-identical weights in every process', { timeout: 120_000 }, async () => {
  const runs = [await run(process.execPath, node(child, 'train')), await run('node', node(child, 'train'))];
  const [first, second] = runs.map(({ stdout }) => stdout.trim());
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).toBe(first);
});

test('100,000 steps end with the memory that there was after 1,000', { timeout: 180_000 }, async () => {
  const { stdout } = await run(process.execPath, ['--expose-gc', ...node(child, 'memory')]);
  const [early, late] = JSON.parse(stdout) as [number, number];
  // Compiled code and caches need up to 0.5 MB; one number kept of each step would be 0.8 MB more.
  expect((late - early) / 2 ** 20).toBeLessThan(0.75);
});

/** Starts the training that writes checkpoints, and kills it `delay` ms after its `step`-th batch of this start. */
function killed(path: string, batches: number, delay: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const training = spawn(process.execPath, node(child, 'checkpoints', path));
    let seen = 0;
    training.stdout.on('data', (text: Buffer) => {
      seen += String(text).split('step').length - 1;
      if (seen >= batches && seen < batches + 100) {
        seen = Number.NEGATIVE_INFINITY;
        setTimeout(() => training.kill('SIGKILL'), delay);
      }
    });
    training.on('error', reject);
    training.on('exit', (_code, signal) => resolve(signal === 'SIGKILL'));
  });
}

describe('checkpoints', () => {
  test('survive a kill at any moment, and training ends as if nothing had happened', {
    timeout: 240_000,
  }, async () => {
    const [undisturbed, disturbed] = [folder(), folder()];
    const { stdout: expected } = await run(process.execPath, node(child, 'checkpoints', undisturbed));
    const random = new Generator(Date.now());
    for (let kill = 0; kill < 5; kill++) {
      // Between two lines of output lie a training step, a file, and its fsync.
      const delay = random.random() * 25;
      expect(await killed(disturbed, 1 + random.int(2), delay)).toBe(true);
      const files = readdirSync(disturbed).filter((name) => !name.startsWith('.'));
      for (const name of files) {
        expect(name).toMatch(/^(step-\d{9}|best)\.safetensors$/);
        // Every file that has its name is whole.
        expect(train.loadCheckpoint(join(disturbed, name))).toMatchObject({ kind: 'training' });
      }
    }
    const { stdout } = await run(process.execPath, node(child, 'checkpoints', disturbed));
    const last = (text: string): string | undefined => text.trim().split('\n').at(-1);
    expect(last(stdout)).toMatch(/^[0-9a-f]{64} /);
    expect(last(stdout)).toBe(last(expected));
    // What the kills left behind is cleared away.
    expect(readdirSync(disturbed).sort()).toEqual(readdirSync(undisturbed).sort());
  });
});
