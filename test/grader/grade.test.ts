// `npm run grade` from end to end: a small class in every form, twice, with private tests, and killed.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SignedRecord } from '../../tools/grader/grade/record';
import { schemaFindings } from '../../tools/grader/grade/verify-record';
import { mutate } from '../../tools/grader/mutants';
import { ROOT } from '../../tools/grader/paths';
import mutants from '../mutants/01-scalars/chain-rule';
import { tarOf, zipOf } from './grade-archives';
import { makeClass } from './grade-trials/class';
import { corpusTrial } from './grade-trials/corpus';
import { crashTrial } from './grade-trials/crash';
import { childrenOf, lasting, marked, recordsIn, run, start } from './grade-trials/program';

const FILE = '01-scalars/chain-rule.ts';
const folder = mkdtempSync(join(tmpdir(), 'grade-'));
const CLASS = join(folder, 'class');
const KEY = join(folder, 'key.pem');
const [first, second] = [join(folder, 'first'), join(folder, 'second')];
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const MASTER = read('solutions', FILE);
const mutantOf = (id: string): string =>
  mutate(MASTER, mutants.find(({ misconception }) => misconception === id)!);
const MUTANT = mutantOf('path-overwritten');

function write(path: string, data: string | Buffer): void {
  mkdirSync(dirname(join(CLASS, path)), { recursive: true });
  writeFileSync(join(CLASS, path), data);
}

/** Cells do not export. */
const notebook = (): string => {
  const source = MASTER.replaceAll('export ', '').split(/(?<=\n)/);
  const cell = {
    cell_type: 'code',
    id: 'a',
    metadata: { tags: ['exercise:chain-rule'] },
    source,
    outputs: [],
  };
  return JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 });
};

const args = (out: string, jobs: number): string[] => [
  ...[CLASS, '--out', out, '--jobs', String(jobs), '--seed', 'a secret', '--key', KEY],
  ...['--only', 'chain-rule', 'analogy'],
];
let output = '';
let records: Map<string, SignedRecord>;
const exerciseOf = (id: string) => records.get(id)!.record.exercises[0];

describe('a class', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    write(`ada/exercises/${FILE}`, MASTER);
    write('ada/exercises/19-next/analogy.md', `## My text\n\n${'word '.repeat(400)}\n`);
    write('bob.zip', await zipOf([{ path: `exercises/${FILE}`, data: MUTANT }]));
    write('carol.tar', await tarOf([{ name: FILE, data: read('exercises', FILE) }]));
    write('dan/readme.md', 'nothing');
    write(`eve/${FILE}`, 'export function chainRule( {');
    write('fay.ipynb', notebook());
    write('gus/chain-rule.ts', `${MASTER}\nexport { forward };\nthrow new RangeError('at load');\n`);
    write('ivy/chain-rule.ts', 'export const chainRule = () => { throw new Error("\u001b[31m=1+1"); };\n');
    output = await run(...args(first, 3));
    records = recordsIn(first);
  });

  test('has a record for each submission, in the published form', () => {
    expect([...records.keys()]).toEqual(['ada', 'bob', 'carol', 'dan', 'eve', 'fay', 'gus', 'ivy']);
    for (const record of records.values()) expect(schemaFindings(record)).toEqual([]);
    const results = [...records.values()].map(({ record }) => [record.exercises[0].status, record.score.n]);
    expect(results).toEqual([
      ['passed', 10],
      ['failed', 7],
      ['failed', 0],
      ['missing', 0],
      ['unreadable', 0],
      ['passed', 10],
      ['failed', 0],
      ['failed', 0],
    ]);
    expect(records.get('ada')!.record.texts[0]).toMatchObject({
      id: 'analogy',
      status: 'submitted',
      words: 400,
    });
    expect([...records.values()].map(({ record }) => record.submission.kind)).toEqual([
      ...['folder', 'zip', 'tar', 'folder', 'folder', 'notebook', 'folder', 'folder'],
    ]);
  });

  test('hears what went wrong: learners in words, instructors with the inputs', () => {
    const wrong = exerciseOf('bob').tests.find(({ passed }) => !passed)!;
    expect(wrong.misconception).toBe('path-overwritten');
    expect(wrong.publicMessage).toMatch(/^Wrong value\. This is the contribution of the right path only/);
    expect(wrong.instructorMessage).toMatch(/^input: twoPaths\(.*\)\ngot: .*\nexpected: /);
    expect(exerciseOf('carol').tests[0].publicMessage).toContain('This function is not written yet');
    expect(exerciseOf('eve').reason).toMatch(/^TypeScript cannot read the file: line 1: /);
    expect(exerciseOf('gus').tests[0].publicMessage).toMatch(
      /^The file cannot be loaded\. RangeError: at load/,
    );
    expect(exerciseOf('ivy').tests[1].publicMessage).toMatch(/^Error: =1\+1|^=1\+1/);
    expect(JSON.stringify([...records.values()])).not.toContain(ROOT);
  });

  test('is shown as a table and as a picture', () => {
    expect(output).toMatch(/chain-rule +10 +\d\.\d +2 +3 +1 +1 +–\n/);
    expect(output).toContain('8 submissions, 0 of them graded before; on average 3.4 of 10 points.');
    expect(readFileSync(join(first, 'charts', 'scores.svg'), 'utf8')).toContain('chain-rule');
  });

  test('has the same records, byte for byte, with another number of jobs and in another order of paths', async () => {
    // What is named twice is graded once.
    await run(join(CLASS, 'ivy'), join(CLASS, 'bob.zip'), ...args(second, 1));
    const again = recordsIn(second);
    expect([...again.keys()]).toEqual([...records.keys()]);
    for (const [id, record] of again) expect(lasting(record)).toBe(lasting(records.get(id)!));
  });

  test('is graded again only where something has changed, and records that vanished come back', async () => {
    const bob = readFileSync(join(first, 'records', 'bob.json'), 'utf8');
    rmSync(join(first, 'records', 'bob.json'));
    writeFileSync(join(first, 'records', 'ada.json'), '{"record": ');
    write(`eve/${FILE}`, MUTANT);
    expect(await run(...args(first, 2))).toContain('8 submissions, 7 of them graded before');
    expect(readFileSync(join(first, 'records', 'bob.json'), 'utf8')).toBe(bob);
    const after = recordsIn(first);
    expect(after.get('eve')!.record.score).toEqual({ n: 7, d: 1 });
    expect(lasting(after.get('ada')!)).toBe(lasting(records.get('ada')!));
    // The same file at another learner's: other inputs.
    expect(after.get('eve')!.record.exercises[0].inputs).not.toBe(exerciseOf('bob').inputs);
  });

  test('has records that prove themselves', async () => {
    const file = join(second, 'records', 'bob.json');
    expect(await run('verify', file, join(second, 'records', 'ada.json'))).toMatch(/^✓ .*\n✓ .*\n$/);
    expect(await run('verify', file, '--submission', join(CLASS, 'bob.zip'))).toMatch(/^✓/);
    const changed = join(second, 'records', 'changed.json');
    writeFileSync(changed, readFileSync(file, 'utf8').replaceAll('"n": 7', '"n": 9'));
    const { code, output: said } = await start(['verify', changed]).ended;
    rmSync(changed);
    expect(said).toMatch(/✗[\s\S]*signature: it does not fit the record/);
    expect(code).toBe(1);
  });

  test('keeps its secrets, and refuses what does not fit to them', async () => {
    expect(existsSync(join(second, 'secret', 'key.pem'))).toBe(false);
    const secret = readFileSync(join(second, 'secret', 'seed'), 'utf8');
    for (const record of records.values()) expect(JSON.stringify(record)).not.toContain(secret);
    const other = await start([CLASS, '--out', second, '--seed', 'another', '--only', 'chain-rule']).ended;
    expect(other).toMatchObject({ code: 2, output: expect.stringContaining('begun with another seed') });
    const fewer = await start([CLASS, '--out', second, '--only', 'adam', '--key', KEY]).ended;
    expect(fewer).toMatchObject({ code: 2, output: expect.stringContaining('records of other exercises') });
    const unknown = await start([CLASS, '--out', join(folder, 'none'), '--only', 'chian-rule']).ended;
    expect(unknown.output).toContain("Did you mean 'chain-rule'?");
  });
});

const PRIVATE = `
import { exercise, gradedExercise } from '@backprop-lab/grading';
import { Value } from 'backprop-lab';

const entry = exercise({
  id: 'chain-rule', chapter: '01', title: 'The chain rule, for the exam', minutes: 10,
  file: 'exercises/01-scalars/chain-rule.ts',
  taughtIn: { notebook: 'notebooks/01-what-is-backpropagation.ipynb', section: 'x' },
  prerequisites: [],
  tests: [
    { id: 'squares', title: 'Squares only', points: 0.5 },
    { id: 'doubles', title: 'Doubles only', points: 1.25 },
  ],
  hints: ['a', 'b', 'c'],
  misconceptions: {},
});
const steps = { square: (x: Value) => x.mul(x), double: (x: Value) => x.add(x) };
const model = () => ({
  chainRule(names: readonly ('square' | 'double')[], at: number): number {
    const x = new Value(at);
    names.reduce((value, name) => steps[name](value), x).backward();
    return x.grad;
  },
});
export default gradedExercise(entry, model, (kit) => ({
  squares: kit.calls('chainRule', { sizes: [1, 2], draw: (random, n) => [Array(n).fill('square'), random.value()] }),
  doubles: kit.calls('chainRule', { sizes: [1, 2], draw: (random, n) => [Array(n).fill('double'), random.value()] }),
}));
`;

describe('tests of the instructor', { timeout: 120_000 }, () => {
  test('take the place of the public ones, and learners hear nothing but the score', async () => {
    const tests = join(folder, 'private');
    mkdirSync(tests);
    writeFileSync(join(tests, 'chain-rule.grade.ts'), PRIVATE);
    const learner = join(folder, 'learner');
    cpSync(join(CLASS, 'ada'), learner, { recursive: true });
    writeFileSync(join(learner, 'exercises', FILE), mutantOf('square-halved'));
    const out = join(folder, 'private-out');
    await run(learner, '--out', out, '--tests', tests, '--only', 'chain-rule');
    const [{ record }] = recordsIn(out).values();
    const [graded] = record.exercises;
    expect(record.maximum).toEqual({ n: 7, d: 4 });
    expect(record.score).toEqual({ n: 5, d: 4 });
    expect(graded.tests.map(({ visibility }) => visibility)).toEqual(['private', 'private']);
    expect(graded.tests[0]).toMatchObject({
      publicMessage: 'A test that is not public has failed.',
      instructorMessage: expect.stringContaining('input: chainRule('),
    });
    const file = join(out, 'records', 'learner.json');
    expect(await run('verify', file, '--tests', tests)).toMatch(/^✓/);
    expect((await start(['verify', file]).ended).output).toContain('tests: the record was made with');
  });
});

describe('trials, in small', { timeout: 240_000 }, () => {
  test('killed at random moments: nothing lost, nothing twice', async () => {
    const { killed, ...report } = await crashTrial({ submissions: 12, kills: 2 });
    expect(killed).toBeGreaterThan(0);
    expect(report).toMatchObject({ lost: [], double: [], different: [] });
  });

  test.runIf(process.platform === 'linux')('a trusted process that dies is replaced', async () => {
    const out = join(folder, 'faulty');
    makeClass(join(folder, 'faulty-class'), 12);
    const args = [join(folder, 'faulty-class'), '--out', out, '--only', 'chain-rule', '--jobs', '2'];
    const { child, ended } = start(args);
    const journal = join(out, 'journal.jsonl');
    const isUnderWay = (): boolean =>
      statSync(journal, { throwIfNoEntry: false })?.size !== undefined && statSync(journal).size > 0;
    await expect.poll(isUnderWay, { timeout: 60_000 }).toBe(true);
    const hosts = marked().filter((pid) => childrenOf(child.pid!).includes(pid));
    expect(hosts).toHaveLength(1);
    process.kill(hosts[0], 'SIGKILL');
    expect(await ended).toMatchObject({ code: 0 });
    expect([...recordsIn(out).values()].map(({ record }) => record.status)).toEqual(Array(12).fill('graded'));
  });

  test("the learner's result is the instructor's", async () => {
    const { compared, different } = await corpusTrial({ only: ['chain-rule'], jobs: 2, mutants: 4 });
    expect(compared).toBe(8);
    expect(different).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('no process is left behind', async () => {
    await expect.poll(marked, { timeout: 20_000 }).toEqual([]);
  });
});
