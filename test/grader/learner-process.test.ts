// The pipe to the learner's process: what crosses it, and that every trouble becomes a clear message in time.

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Tensor, tensor } from '../../lib';
import { compile } from '../../tools/grader/sandbox/compile';
import { polynomial } from '../../tools/grader/sandbox/functions';
import { LearnerError } from '../../tools/grader/sandbox/learner-error';
import { LearnerProcess, type Limits } from '../../tools/grader/sandbox/learner-process';
import { Foreign, type Plain } from '../../tools/grader/sandbox/plain';
import type { Ask } from '../../tools/grader/sandbox/protocol';

const FILE = join(__dirname, 'fixtures', 'troubles.ts');
const LIMITS = { callMs: 1_000 };
/** For what takes its time to fail, on a machine that may be busy. */
const PATIENT = { callMs: 20_000, testMs: 20_000 };
const TIMEOUT = 30_000;

const learnerOf = (file: string, limits?: Partial<Limits>): LearnerProcess =>
  new LearnerProcess(file, compile(readFileSync(file, 'utf8'), file).code, limits);

const folder = mkdtempSync(join(tmpdir(), 'learner-'));
let learner: LearnerProcess;
let patient: LearnerProcess;
beforeAll(() => {
  learner = learnerOf(FILE, LIMITS);
  patient = learnerOf(FILE, PATIENT);
});
afterAll(() => Promise.all([learner.close(), patient.close()]));

async function troubleOf(name: string, args: readonly Plain[] = [], asked = learner): Promise<LearnerError> {
  asked.beginTest();
  const error: unknown = await asked.call(name, ...args).catch((thrown: unknown) => thrown);
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

describe('questions', () => {
  test('a call also tells how it left its arguments', async () => {
    const list = [1, 2];
    const tensors = [tensor([1, 2], { dtype: 'float64', requiresGrad: true })];
    const { value, args } = await learner.ask({ do: 'call', name: 'fills', args: [list, tensors] });
    expect(value).toBe(3);
    expect(args[0]).toEqual([1, 2, 9]);
    expect((args[1] as Tensor[])[0].toArray()).toEqual([9, 2]);
    // Here nothing has changed.
    expect(list).toEqual([1, 2]);
    expect(tensors[0].toArray()).toEqual([1, 2]);
  });

  test('a function goes over as its description', async () => {
    expect(await learner.call('applies', polynomial([1, 0, 2]), 3)).toBe('function 19');
    await expect(learner.call('applies', (() => 1) as unknown as Plain, 3)).rejects.toThrow(
      'cannot cross the pipe',
    );
  });

  test('the learner gets ordinary objects, with keys of any name', async () => {
    expect(await learner.call('plainObjects', { a: 1 })).toBe('[object Object] false');
    expect(await learner.call('plainObjects', JSON.parse('{"__proto__":1}') as Plain)).toBe(
      '[object Object] true',
    );
  });

  test('objects live on between questions, several of them', async () => {
    const make = (start: number, object: string) =>
      learner.ask({ do: 'new', name: 'Counter', args: [start], object });
    const add = async (n: number, object: string) =>
      (await learner.ask({ do: 'method', name: 'add', args: [n], object })).value;
    const total = async (object: string) => (await learner.ask({ do: 'get', name: 'total', object })).value;
    await make(1, 'a');
    await make(10, 'b');
    expect(await add(1, 'a')).toBe(2);
    expect(await add(1, 'b')).toBe(11);
    expect([await total('a'), await total('b')]).toEqual([2, 11]);
    await expect(make(-1, 'a')).rejects.toThrow('RangeError: below 0');
    // The old one is not taken for the one that could not be made.
    await expect(add(1, 'a')).rejects.toThrow("The object has no method 'add'.");
  });

  test('what is not there is named', async () => {
    const missing = (ask: Ask) => learner.ask(ask).catch((error: LearnerError) => error.message);
    const none = { name: 'none', args: [] };
    await learner.ask({ do: 'new', name: 'Counter', args: [1] });
    expect(await missing({ do: 'call', ...none })).toBe("The file exports no function 'none'.");
    expect(await missing({ do: 'new', ...none })).toBe("The file exports no class 'none'.");
    expect(await missing({ do: 'method', ...none })).toBe("The object has no method 'none'.");
    expect(await missing({ do: 'get', name: 'none' })).toBe("The object has no property 'none'.");
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
    const error = await troubleOf(name, [], trouble === 'slow' ? learner : patient);
    expect(error.trouble).toBe(trouble);
    expect(error.message).toMatch(message);
  });

  test('too much of it: memory, print-outs', { timeout: TIMEOUT }, async () => {
    patient.beginTest();
    await expect(patient.call('heapBomb')).rejects.toThrow(/more than \d+ MB of memory/);
    await expect(patient.call('flood')).rejects.toThrow('printed more than 2 MB');
    if (process.platform === 'linux') {
      await expect(patient.call('bufferBomb')).rejects.toThrow(/more than 768 MB of memory/);
    }
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
      expect((await troubleOf(name, [path])).message).toMatch(
        /may not read or write files, nor start programs/,
      );
    }
    expect(existsSync(target)).toBe(false);
  });

  test('all calls of a test share its time', { timeout: TIMEOUT }, async () => {
    const hasty = learnerOf(FILE, { callMs: 400, testMs: 600 });
    hasty.beginTest();
    await expect(hasty.call('pending')).rejects.toThrow('within 0.4 s');
    await expect(hasty.call('pending')).rejects.toThrow(
      'All calls of this test together took more than 0.6 s.',
    );
    await hasty.close();
  });
});

test('what is printed is kept, cut and cleaned', { timeout: TIMEOUT }, async () => {
  const noisy = learnerOf(FILE);
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
    // Short only for what waits for its end: a busy machine may need its time for the others.
    const loadMs = what === 'never ends' ? 1_000 : 10_000;
    const broken = learnerOf(file, { loadMs });
    await expect(broken.call('f')).rejects.toThrow(message);
    // The second call does not wait again.
    const began = performance.now();
    await expect(broken.call('f')).rejects.toThrow(message);
    expect(performance.now() - began).toBeLessThan(loadMs);
    await broken.close();
  });
});
