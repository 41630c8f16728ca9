import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { threadCount } from '../../lib/backend/simd/threads';

const ROOT = join(__dirname, '../..');

/** Runs JavaScript in a process of its own, where `space` is a workspace and `product(m, k, n)` gives its bits. */
async function run(body: string, threads: string, options: string[] = []): Promise<string> {
  const program = `
    require('./lib/typescript.cjs');
    const { createHash } = require('node:crypto');
    const { loadKernels } = require('./lib/backend/simd/kernels');
    const { matmul } = require('./lib/backend/simd/matmul');
    const convolution = require('./lib/backend/simd/convolution');
    const space = loadKernels();
    const array = (...shape) => {
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i));
      return { dtype: 'float32', shape, data };
    };
    const bits = ({ data }) => createHash('sha256').update(data).digest('hex');
    const product = (m, k, n) => bits(matmul(space, array(m, k), array(k, n)));
    const convolutions = () => {
      const window = { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
      const [x, weight, gradient] = [array(19, 7, 20, 23), array(13, 7, 3, 3), array(19, 13, 20, 23)];
      console.log(bits(convolution.convolve(space, x, weight, null, window)));
      console.log(bits(convolution.convolveInput(space, gradient, weight, x.shape, window)));
      console.log(bits(convolution.convolveWeight(space, gradient, x, weight.shape, window)));
    };
    const until = async (ready) => {
      while (space.threads.ready < ready) {
        product(256, 256, 256);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    (async () => { ${body} })();`;
  const environment = { ...process.env, BACKPROP_THREADS: threads };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...options, '-e', program], {
    cwd: ROOT,
    env: environment,
    timeout: 50_000,
  });
  return stdout + stderr;
}

const PRODUCTS =
  'console.log(product(300, 500, 301), product(65, 800, 1000), product(1000, 70, 90)); convolutions();';

test('every number of threads gives the same bits', async () => {
  const alone = await run(PRODUCTS, '1');
  expect(alone).toMatch(/^([0-9a-f]{64}\s){6}$/);
  for (const threads of ['2', '3', '4']) {
    expect(await run(`await until(${threads}); ${PRODUCTS}`, threads)).toBe(alone);
  }
});

describe('BACKPROP_THREADS', () => {
  test.each([
    ['1', 1],
    ['7', 7],
    ['32', 32],
  ])('%s', (setting, count) => expect(threadCount(setting)).toBe(count));

  test('unless it says something, there is one for each core, four at most', () => {
    expect(threadCount('')).toBeGreaterThanOrEqual(1);
    expect(threadCount('')).toBeLessThanOrEqual(4);
  });

  test.each(['0', '33', '1.5', 'all', '-2'])('%s is refused', (setting) => {
    expect(() => threadCount(setting)).toThrow(
      `BACKPROP_THREADS: expected a whole number in 1 … 32, got "${setting}"`,
    );
  });
});

test('an interrupt in the middle of a product leaves the next ones right', async () => {
  const body = `
    const vm = require('node:vm');
    const expected = product(300, 500, 301);
    await until(3);
    const endless = new vm.Script('for (;;) multiply()');
    const big = [array(700, 900), array(900, 800)];
    const context = vm.createContext({ multiply: () => matmul(space, ...big) });
    let interrupts = 0;
    for (let i = 0; i < 30; i++) {
      try { endless.runInContext(context, { timeout: 5 + (i % 7) }); } catch { interrupts++; }
      if (product(300, 500, 301) !== expected) throw new Error('a wrong product after interrupt ' + i);
    }
    console.log(interrupts);`;
  expect(await run(body, '3')).toBe('30\n');
});

test('where no thread may be started, the main thread does everything', async () => {
  const [flag] = ['--permission', '--experimental-permission'].filter((name) =>
    process.allowedNodeEnvironmentFlags.has(name),
  );
  const body = `for (let i = 0; i < 10; i++) product(256, 256, 256);
    console.log(space.threads.ready); ${PRODUCTS}`;
  const options = [flag, '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings'];
  expect(await run(body, '4', options)).toBe(`1\n${await run(PRODUCTS, '1')}`);
});

test.each([
  ['by itself', ''],
  ['by process.exit', 'process.exit(0);'],
])('the program ends %s while helpers wait', async (_, end) => {
  expect(await run(`await until(2); product(400, 400, 400); console.log('end'); ${end}`, '2')).toBe('end\n');
});
