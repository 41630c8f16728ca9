// The pipe to the learner's process: what crosses it, and that every trouble becomes a clear message in time.

import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Foreign, type Plain } from '../../tools/grader/sandbox/codec';
import { LearnerError } from '../../tools/grader/sandbox/learner-error';
import { LearnerProcess } from '../../tools/grader/sandbox/learner-process';

const FILE = join(__dirname, 'fixtures', 'troubles.ts');
const LIMITS = { callMs: 1_000 };
/** For what takes its time to fail, on a machine that may be busy. */
const PATIENT = { callMs: 20_000, testMs: 20_000 };
const TIMEOUT = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'learner-'));
let learner: LearnerProcess;
beforeAll(() => {
  learner = new LearnerProcess(FILE, LIMITS);
});
afterAll(() => learner.close());

async function troubleOf(name: string, ...args: Plain[]): Promise<LearnerError> {
  learner.beginTest();
  const error: unknown = await learner.call(name, ...args).catch((thrown: unknown) => thrown);
  expect(error, name).toBeInstanceOf(LearnerError);
  return error as LearnerError;
}

describe('values', () => {
  test('go there and back unchanged', { timeout: TIMEOUT }, async () => {
    const values: Plain[] = [
      -0,
      Number.NaN,
      undefined,
      null,
      'ü\n',
      new Float64Array([1, -0]),
      [[1], []],
      true,
    ];
    expect(await learner.call('echo', ...values)).toStrictEqual(values);
  });

  test('keep their special forms, and tags cannot be imitated', async () => {
    const result = (await learner.call('special')) as Plain[];
    const { POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN: nan } = Number;
    const numbers = [
      -0,
      nan,
      POSITIVE_INFINITY,
      NEGATIVE_INFINITY,
      undefined,
      null,
      10n,
      new Float32Array([1.5, -0]),
    ];
    expect(result.slice(0, -1)).toStrictEqual(numbers);
    const last = result.at(-1) as Record<string, Plain>;
    expect(Object.getPrototypeOf(last)).toBe(null);
    expect(Object.entries(last)).toEqual([
      ['$', 'NaN'],
      ['__proto__', 1],
    ]);
  });

  test('that are no plain data are only described', async () => {
    const result = (await learner.call('foreign')) as Foreign[];
    expect(result.map((item) => item instanceof Foreign && item.description)).toEqual([
      'a function',
      'an object of class Map',
      'a symbol',
      'an object of class Dual',
    ]);
  });
});

describe('trouble becomes a message', () => {
  test.each<[name: string, trouble: string, message: RegExp]>([
    ['endless', 'slow', /endless did not come back within 1 s/],
    ['pending', 'slow', /promise never settle/],
    ['endlessMicrotasks', 'slow', /did not come back/],
    ['exit', 'ended', /exit code 3/],
    ['recursion', 'threw', /calls itself without end/],
    ['rejects', 'threw', /^TypeError: red turned \(line \d+\)$/],
    ['throwsLater', 'threw', /too late/],
    ['throwsOddly', 'threw', /cannot be printed/],
    ['cyclic', 'data', /contains itself/],
    ['huge', 'data', /more than 1000000 values/],
    ['forges', 'garbled', /belongs to the checker/],
    ['babbles', 'garbled', /belongs to the checker/],
    ['notAFunction', 'missing', /exports no function/],
    ['toString', 'missing', /exports no function/],
  ])('%s', { timeout: TIMEOUT }, async (name, trouble, message) => {
    const error = await troubleOf(name);
    expect(error.trouble).toBe(trouble);
    expect(error.message).toMatch(message);
  });

  test('too much of it: memory, print-outs', { timeout: TIMEOUT }, async () => {
    const patient = new LearnerProcess(FILE, PATIENT);
    await expect(patient.call('heapBomb')).rejects.toThrow(/more than \d+ MB of memory/);
    await expect(patient.call('flood')).rejects.toThrow('printed more than 2 MB');
    if (process.platform === 'linux') {
      await expect(patient.call('bufferBomb')).rejects.toThrow(/more than 768 MB of memory/);
    }
    await patient.close();
  });

  test('files and programs are out of reach', { timeout: TIMEOUT }, async () => {
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, 'secret');
    const target = join(folder, 'written.txt');
    for (const [name, path] of [
      ['writes', target],
      ['reads', secret],
      ['starts', ''],
    ]) {
      expect((await troubleOf(name, path)).message).toMatch(
        /may not read or write files, nor start programs/,
      );
    }
    expect(existsSync(target)).toBe(false);
  });

  test('all calls of a test share its time', { timeout: TIMEOUT }, async () => {
    const hasty = new LearnerProcess(FILE, { callMs: 400, testMs: 600 });
    hasty.beginTest();
    await expect(hasty.call('pending')).rejects.toThrow('within 0.4 s');
    await expect(hasty.call('pending')).rejects.toThrow('within 0.2 s');
    await hasty.close();
  });
});

test('what is printed is kept, cut and cleaned', { timeout: TIMEOUT }, async () => {
  const noisy = new LearnerProcess(FILE);
  expect(await noisy.call('chatter')).toBe(1);
  await noisy.call('echo');
  expect(noisy.printed).toMatch(/^line 0 \nline 1 \n/);
  expect(noisy.printed.length).toBeLessThan(4_100);
  await noisy.close();
});

describe('a file that does not load', () => {
  test.each<[what: string, code: string, message: RegExp]>([
    ['throws', 'throw new Error("at once")', /at once \(line 1\)/],
    ['never ends', 'for (;;);', /did not finish loading within 1 s/],
    ['exits', 'process.exit(0)', /exit code 0/],
    ['imports nothing that exists', 'import "no-such-package"', /Cannot find module 'no-such-package'/],
  ])('%s', { timeout: TIMEOUT }, async (what, code, message) => {
    const file = join(folder, `${what.replaceAll(' ', '-')}.ts`);
    writeFileSync(file, `${code};\nexport {};\n`);
    const broken = new LearnerProcess(file, { loadMs: 1_000 });
    await expect(broken.call('f')).rejects.toThrow(message);
    // The second call does not wait again.
    const began = performance.now();
    await expect(broken.call('f')).rejects.toThrow(message);
    expect(performance.now() - began).toBeLessThan(200);
    await broken.close();
  });
});
