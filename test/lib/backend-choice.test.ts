import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadKernels } from '../../lib/backend/simd/kernels';

const ROOT = join(__dirname, '../..');

/** Runs a line of JavaScript in a process of its own, where `lib` is the library. */
async function run(line: string, name: string, options: string[] = []) {
  const program = `const lib = require('backprop-lab'); const { backend } = require('./lib/backend'); ${line}`;
  return promisify(execFile)(process.execPath, [...options, '-e', program], {
    cwd: ROOT,
    env: { ...process.env, BACKPROP_BACKEND: name },
  });
}

const PRODUCT = 'console.log(backend.name, lib.tensor([[1, 2]]).matmul(lib.tensor([[3], [4]])).item())';

describe('BACKPROP_BACKEND', () => {
  test.each(['simd', 'reference'])('%s', async (name) => {
    const { stdout, stderr } = await run(PRODUCT, name);
    expect([stdout, stderr]).toEqual([`${name} 11\n`, '']);
  });

  test('another name is refused', async () => {
    await expect(run(PRODUCT, 'gpu')).rejects.toThrow(
      'BACKPROP_BACKEND: expected simd or reference, got "gpu"',
    );
  });
});

test('a wrong BACKPROP_THREADS is refused, and no reason to compute slowly', async () => {
  const program =
    "process.env.BACKPROP_BACKEND = 'simd'; process.env.BACKPROP_THREADS = 'many'; require('backprop-lab')";
  await expect(promisify(execFile)(process.execPath, ['-e', program], { cwd: ROOT })).rejects.toThrow(
    'BACKPROP_THREADS: expected a whole number in 1 … 32, got "many"',
  );
});

test('without SIMD the reference takes over, with one line of notice', async () => {
  // A machine without SIMD refuses the module when it compiles it.
  const hide =
    "data:text/javascript,WebAssembly.Module = class { constructor() { throw new Error('no SIMD') } }";
  const { stdout, stderr } = await run(PRODUCT, 'simd', ['--import', hide]);
  expect(stdout).toBe('reference 11\n');
  expect(stderr).toBe(
    'backprop-lab: the slower reference backend computes, since the fast one cannot run: no SIMD\n',
  );
});

test('kernels that were not compiled are named, with what to do', () => {
  expect(() => loadKernels('nowhere.wasm')).toThrow('its kernels are not compiled; run npm ci');
});
