// The parts of the instructor's grader that keep and prove: scores, seeds, signatures, the journal, the order of work.

import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toSVG } from '../../lib/plot/svg';
import { catalog, reflections } from '../../tools/grader/catalog';
import { canonicalJson } from '../../tools/grader/grade/canonical-json';
import { publicExercises } from '../../tools/grader/grade/choose-assignment';
import { gradedExercise, withoutTests } from '../../tools/grader/grade/exercise-record';
import { histograms } from '../../tools/grader/grade/histograms';
import { duration } from '../../tools/grader/grade/progress';
import { add, compare, rational, rationalOf, sum, toText } from '../../tools/grader/grade/rational';
import type { GradeRecord, SignedRecord } from '../../tools/grader/grade/record';
import { resultsPaths, writeWhole } from '../../tools/grader/grade/results/folder';
import { Journal, recordText } from '../../tools/grader/grade/results/journal';
import { commitmentTo, inputSeed, openSeed } from '../../tools/grader/grade/results/seed';
import { openKey, signatureOf } from '../../tools/grader/grade/results/sign';
import { ATTEMPTS, type Grader, PATIENCE, Schedule } from '../../tools/grader/grade/schedule';
import { summaryText } from '../../tools/grader/grade/summary';
import { textRecord } from '../../tools/grader/grade/texts';
import { Transpiler } from '../../tools/grader/grade/transpile/transpiler';
import type { GradeOutcome, GradeTask } from '../../tools/grader/grade/trusted/messages';
import { readPublicKey, schemaFindings, verifyRecord } from '../../tools/grader/grade/verify-record';
import { ROOT } from '../../tools/grader/paths';
import { LIMITS } from '../../tools/grader/sandbox/learner-process';

const folder = mkdtempSync(join(tmpdir(), 'results-'));
let made = 0;
const newPaths = (): ReturnType<typeof resultsPaths> => resultsPaths(join(folder, String(made++)));
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const [exercise] = publicExercises();
const file = { path: exercise.entry.file, text: '', sha256: hash('file'), fromNotebook: false };

function recordOf(
  id: string,
  exercises = [withoutTests(exercise, 'missing', 'There is none.')],
): GradeRecord {
  return {
    format: 'backprop-lab-grade',
    version: 1,
    submission: { id, name: id, kind: 'folder', sha256: hash(id) },
    status: exercises.some(({ status }) => status === 'ungraded') ? 'ungraded' : 'graded',
    score: sum(exercises.map(({ score }) => score)),
    maximum: sum(exercises.map(({ maximum }) => maximum)),
    exercises,
    texts: reflections.map((one) => textRecord(one, undefined)),
    findings: [{ code: 'symlink', path: 'a', message: 'It is a link.', effect: 'refused' }],
    seed: { commitment: commitmentTo('s') },
    tests: { sha256: hash('tests') },
    library: { sha256: hash('library'), version: '0.1.0' },
    isolation: { tier: 'C', certified: false, words: 'none' },
    versions: { node: 'v1', vitest: '4', typescript: '5' },
  };
}

const { privateKey } = generateKeyPairSync('ed25519');
const signed = (record: GradeRecord): SignedRecord => ({
  record,
  signature: signatureOf(record, privateKey),
  unsigned: {
    signedAt: '2026-01-01T00:00:00.000Z',
    durations: { totalMs: 5, exercisesMs: { 'chain-rule': 5 } },
  },
});

describe('scores', () => {
  const parts = fc.tuple(fc.integer({ min: 0, max: 1e4 }), fc.integer({ min: 1, max: 1e3 }));

  test('are exact, in lowest terms, and add in any order', () => {
    expect(sum(Array.from({ length: 3 }, () => rational(1, 3)))).toEqual({ n: 1, d: 1 });
    expect(rationalOf(0.1)).toEqual({ n: 1, d: 10 });
    expect(toText(rational(22, 3))).toBe('7.33');
    expect(rational(2, -4)).toEqual({ n: -1, d: 2 });
    fc.assert(
      fc.property(parts, parts, ([a, b], [c, d]) => {
        const one = add(rational(a, b), rational(c, d));
        expect(one).toEqual(add(rational(c, d), rational(a, b)));
        expect(compare(one, rational(a, b))).toBeGreaterThanOrEqual(0);
        expect(compare(one, rational(a * d + c * b, b * d))).toBe(0);
      }),
    );
  });

  test('refuse what is no number', () => {
    expect(() => rational(1, 0)).toThrow('rational: 1/0');
    expect(() => rational(0.5)).toThrow('expected two whole numbers');
    for (const points of [Number.NaN, -1, 1e-9, Number.POSITIVE_INFINITY])
      expect(() => rationalOf(points)).toThrow('rationalOf');
  });
});

describe('the seed', () => {
  test('is kept, and cannot change', () => {
    const paths = newPaths();
    const { secret, commitment } = openSeed(paths);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(openSeed(paths)).toEqual({ secret, commitment });
    expect(() => openSeed(paths, 'another')).toThrow(/was begun with another seed\. Leave out --seed/);
    expect(commitment).not.toContain(secret);
    expect(openSeed(newPaths(), 'mine').secret).toBe('mine');
    if (process.platform !== 'win32') expect(statSync(paths.seed).mode & 0o077).toBe(0);
  });

  test('gives each submission, exercise and file inputs of its own', () => {
    const seeds = ['s', 't'].flatMap((secret) =>
      ['a', 'b'].flatMap((id) =>
        ['x', 'y'].flatMap((one) => ['1', '2'].map((text) => inputSeed(secret, id, one, hash(text)))),
      ),
    );
    expect(new Set(seeds).size).toBe(16);
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
    expect(inputSeed('s', 'a', 'x', '')).toBe(inputSeed('s', 'a', 'x', ''));
    // No two lists of names are one text.
    expect(inputSeed('s', 'a', 'b-c', '')).not.toBe(inputSeed('s', 'a-b', 'c', ''));
  });
});

describe('a record', () => {
  const text = recordText(signed(recordOf('ada')));
  const paths = newPaths();
  const key = openKey(paths);
  const publicKey = readPublicKey(paths.publicKey);

  test('has the published form, in every state of an exercise', () => {
    const failure = {
      message: `\u001b[31mError in ${ROOT}/exercises/a.ts\u202e`,
      call: 'f(1)',
      got: '2',
      expected: '3',
      misconception: { id: 'path-overwritten', text: 'This is …' },
    };
    const tests = exercise.entry.tests.map(({ id, title, points }, i) =>
      i === 0
        ? { id, title, passed: false, points: 0, maxPoints: points, failure }
        : { id, title, passed: true, points, maxPoints: points },
    );
    const all = [
      gradedExercise(exercise, file, 7, { tests, wasSlow: false, ms: 3 }),
      gradedExercise({ ...exercise, visibility: 'private' }, file, 7, { tests, wasSlow: false, ms: 3 }),
      gradedExercise(exercise, file, 7, { fault: 'the disk' }),
      withoutTests(exercise, 'unreadable', 'It is a link.'),
    ];
    expect(schemaFindings(JSON.parse(recordText(signed(recordOf('ada', all)))))).toEqual([]);
    const [[open], [closed]] = all.map((one) => one.tests);
    expect(open.publicMessage).toBe('Error in exercises/a.ts This is …');
    expect(open.instructorMessage).toContain('input: f(1)\ngot: 2\nexpected: 3');
    expect(open.misconception).toBe('path-overwritten');
    expect(closed.publicMessage).toBe('A test that is not public has failed.');
    expect(closed.instructorMessage).toContain('got: 2');
    expect(all[2]).toMatchObject({ status: 'ungraded', reason: 'the disk', score: { n: 0, d: 1 } });
    expect(all[2].tests.map(({ id }) => id)).toEqual(exercise.entry.tests.map(({ id }) => id));
  });

  test('is refused in any other form', () => {
    const { record, signature, unsigned } = JSON.parse(text) as SignedRecord;
    const others = [
      {},
      { record, signature },
      { record: { ...record, extra: 1 }, signature, unsigned },
      { record: { ...record, score: 3 }, signature, unsigned },
      { record: { ...record, score: { n: 1.5, d: 1 } }, signature, unsigned },
      { record, signature: { ...signature, algorithm: 'none' }, unsigned },
    ];
    for (const other of others) expect(schemaFindings(other)[0]).toMatch(/^form: /);
    expect(verifyRecord('{', { key: publicKey })[0]).toMatch(/^form: it is no JSON/);
  });

  test('is one text, whatever the order of its parts', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('is signed with one key in one folder', () => {
    expect(openKey(paths).equals(key)).toBe(true);
    const other = join(folder, 'other.pem');
    expect(() => openKey(paths, other)).toThrow(
      /are signed with another key than .*other\.pem; name it with --key/,
    );
    expect(existsSync(other)).toBe(false);
    openKey(newPaths(), other);
    expect(() => openKey(paths, other)).toThrow('are signed with another key');
    const rsa = join(folder, 'rsa.pem');
    const { privateKey: wrong } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(rsa, wrong.export({ format: 'pem', type: 'pkcs8' }));
    expect(() => openKey(newPaths(), rsa)).toThrow('is of the type rsa, expected ed25519');
  });

  test('is signed: no part of it can change', () => {
    const record = recordOf('ada');
    const whole: SignedRecord = { ...signed(record), signature: signatureOf(record, key) };
    const expected = { key: publicKey, testsSha256: hash('tests'), librarySha256: hash('library') };
    expect(verifyRecord(recordText(whole), expected)).toEqual([]);
    expect(signatureOf(record, key)).toEqual(whole.signature);

    const changes: Record<string, Partial<GradeRecord>> = {
      id: { submission: { ...record.submission, id: 'grace' } },
      findings: { findings: [] },
      tier: { isolation: { ...record.isolation, tier: 'A' } },
      seed: { seed: { commitment: commitmentTo('other') } },
    };
    for (const change of Object.values(changes)) {
      const changed = { ...whole, record: { ...record, ...change } };
      expect(verifyRecord(recordText(changed), expected)).toEqual([
        expect.stringMatching(/^signature: it does not fit/),
      ]);
    }
    const more = { ...whole, record: { ...record, score: record.maximum } };
    expect(verifyRecord(recordText(more), expected).join('\n')).toMatch(/signature:[\s\S]*sums:/);
    // Whoever signs it anew has another key.
    const forged = recordText(signed({ ...record, findings: [] }));
    expect(verifyRecord(forged, expected)[0]).toMatch(/^signature: it was signed by another key/);
    const other = { ...expected, testsSha256: hash('other'), submissionSha256: hash('other') };
    expect(verifyRecord(recordText(whole), other).map((finding) => finding.split(':')[0])).toEqual([
      'tests',
      'submission',
    ]);
  });
});

describe('the journal', () => {
  const done = (id: string): { id: string; key: string; record: SignedRecord } => ({
    id,
    key: `key ${id}`,
    record: signed(recordOf(id)),
  });

  function written(...ids: string[]): { file: string; ends: number[] } {
    const { journal: journalFile } = newPaths();
    writeWhole(journalFile, '');
    const journal = new Journal(journalFile);
    const ends = ids.map((id) => {
      journal.append(done(id));
      return statSync(journalFile).size;
    });
    journal.close();
    return { file: journalFile, ends };
  }

  test('remembers what was done, and gives the records back', () => {
    const { file: journalFile } = written('a', 'b', 'a');
    const journal = new Journal(journalFile);
    expect([...journal.entries.keys()]).toEqual(['a', 'b']);
    const entry = journal.entry('b')!;
    expect(entry).toMatchObject({
      key: 'key b',
      status: 'graded',
      sha256: hash(recordText(done('b').record)),
    });
    expect(journal.read(entry)).toEqual(done('b').record);
    expect(journal.entry('c')).toBeUndefined();
    journal.close();
  });

  test('is taken up wherever it was cut off', () => {
    const { file: journalFile, ends } = written('a', 'b', 'c');
    const bytes = readFileSync(journalFile);
    const cuts = [
      0,
      1,
      ends[0] - 1,
      ends[0],
      ends[0] + 1,
      ends[0] + 40,
      ends[1] - 1,
      ends[1],
      ends[2] - 1,
      ends[2],
    ];
    for (const cut of cuts) {
      writeFileSync(journalFile, bytes);
      truncateSync(journalFile, cut);
      const whole = ends.filter((end) => end <= cut).length;
      const journal = new Journal(journalFile);
      expect(journal.entries.size).toBe(whole);
      journal.append(done('d'));
      journal.close();
      const again = new Journal(journalFile);
      expect([...again.entries.keys()]).toEqual([...['a', 'b', 'c'].slice(0, whole), 'd']);
      again.close();
    }
  });

  test('a last line of garbage is dropped, damage before it is an error', () => {
    const { file: journalFile, ends } = written('a', 'b', 'c');
    appendFileSync(journalFile, 'x'.repeat(100));
    const journal = new Journal(journalFile);
    expect(journal.entries.size).toBe(3);
    journal.close();
    expect(statSync(journalFile).size).toBe(ends[2]);

    const bytes = readFileSync(journalFile);
    for (const at of [5, ends[0] - 10, ends[0] + 100]) {
      const copy = Buffer.from(bytes);
      copy[at] ^= 1;
      writeFileSync(journalFile, copy);
      expect(() => new Journal(journalFile)).toThrow(/the journal .* is damaged behind byte \d+/);
    }
    // A line that somebody has taken out.
    writeFileSync(
      journalFile,
      Buffer.concat([bytes.subarray(0, ends[0]), bytes.subarray(ends[1]), bytes.subarray(ends[1])]),
    );
    expect(() => new Journal(journalFile)).toThrow('is damaged');
  });
});

describe('the schedule', () => {
  const task = (name: string): GradeTask => ({ grade: name, file: name, code: '', seed: 0, limits: {} });
  const good: GradeOutcome = { tests: [], wasSlow: false, ms: 1 };
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

  /** @param answer for the n-th time that a task is graded, and how many run at that moment */
  function stage(
    lanes: number,
    answer: (name: string, time: number, running: number, callMs?: number) => GradeOutcome,
    begins: (name: string, time: number) => void = () => {},
  ): { schedule: Schedule; order: string[]; most: () => number } {
    const times = new Map<string, number>();
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const grader: Grader = {
      lanes,
      start: async () => ({ tier: 'C', certified: false, words: '' }),
      async grade(lane, { grade, limits }) {
        running++;
        most = Math.max(most, running);
        order.push(`${lane} ${grade}`);
        const time = (times.get(grade) ?? 0) + 1;
        times.set(grade, time);
        begins(grade, time);
        await pause();
        const together = running--;
        return answer(grade, time, together, limits.callMs);
      },
    };
    return { schedule: new Schedule(grader), order, most: () => most };
  }

  test('keeps all lanes busy, and each exercise on the lane that knows it', async () => {
    const { schedule, order, most } = stage(3, () => good);
    const ids = ['a', 'b', 'c'];
    await Promise.all(Array.from({ length: 30 }, (_, i) => schedule.grade(ids[i % 3], task(ids[i % 3]), 1)));
    expect(most()).toBe(3);
    expect(order).toHaveLength(30);
    expect(new Set(order).size).toBeLessThanOrEqual(5);
  });

  test('tries a fault again, and gives up in the end', async () => {
    const { schedule, order } = stage(2, (name, time) => {
      if (name === 'broken' || time < ATTEMPTS) throw new Error(`fault ${time}`);
      return good;
    });
    expect(await schedule.grade('a', task('moody'), 1)).toEqual(good);
    expect(await schedule.grade('a', task('broken'), 1)).toEqual({ fault: `fault ${ATTEMPTS}` });
    expect(order).toHaveLength(2 * ATTEMPTS);
  });

  test('what was too slow among others counts only if it is so alone', async () => {
    const slow: GradeOutcome = { ...good, wasSlow: true };
    const later: Promise<unknown>[] = [];
    const { schedule } = stage(
      3,
      (name, _time, running) => (name === 'endless' || (name === 'unlucky' && running > 1) ? slow : good),
      (name, time) => {
        // More work comes while it is tried again.
        if (name === 'unlucky' && time === 2)
          for (let i = 0; i < 5; i++) later.push(schedule.grade('a', task(`later ${i}`), 1));
      },
    );
    const names = ['unlucky', 'endless', ...Array.from({ length: 20 }, (_, i) => `quick ${i}`)];
    const [unlucky, endless, ...quick] = await Promise.all(
      names.map((name) => schedule.grade(name, task(name), 1)),
    );
    expect(await Promise.all(later)).toEqual(Array(5).fill(good));
    expect(unlucky).toEqual(good);
    expect(endless).toEqual(slow);
    expect(quick.every((one) => one === good)).toBe(true);
  });

  test.each([1, 2])(
    'what is too slow on a busy machine gets more time before it counts: %i lanes',
    async (lanes) => {
      const asked: (number | undefined)[] = [];
      const { schedule } = stage(lanes, (_name, _time, _running, callMs) => {
        asked.push(callMs);
        return { ...good, wasSlow: callMs !== PATIENCE * LIMITS.callMs };
      });
      expect(await schedule.grade('a', task('a'), 1)).toEqual(good);
      expect(asked).toEqual([undefined, PATIENCE * LIMITS.callMs]);
      const slower = { ...task('b'), limits: { callMs: 7 } };
      expect(await schedule.grade('a', slower, 1)).toMatchObject({ wasSlow: true });
      expect(asked.slice(2)).toEqual([7, 7 * PATIENCE]);
    },
  );
});

describe('TypeScript of strangers', () => {
  test('becomes JavaScript, or a reason', { timeout: 60_000 }, async () => {
    const transpiler = new Transpiler();
    const ask = (text: string, fromNotebook = false) =>
      transpiler.transpile({ text, file: join(ROOT, 'exercises', 'a.ts'), fromNotebook });
    try {
      expect(await ask('export const a: number = 1;')).toMatchObject({
        code: expect.stringContaining('exports.a = 1'),
      });
      expect(await ask('const a = 1 *;')).toEqual({
        problem: 'TypeScript cannot read the file: line 1: Expression expected.',
      });
      expect(await ask(`export const a = ${'('.repeat(1e5)}1${')'.repeat(1e5)};`)).toEqual({
        problem: expect.stringContaining('nested too deeply'),
      });
      const deep = await ask(`export const a = ${'['.repeat(5e5)}`);
      expect(deep).toHaveProperty('problem');
      const cells = await ask('function f() {}\nconst g = 1;\nexport class H {}\ntype T = 1;', true);
      for (const name of ['f', 'g', 'H'])
        expect(cells).toMatchObject({ code: expect.stringContaining(`exports.${name} =`) });
      // It still works behind all of them.
      expect(await ask('export const b = 2;')).toHaveProperty('code');
    } finally {
      await transpiler.close();
    }
  });
});

describe('free text', () => {
  const [reflection] = reflections;
  const written = (text: string, fromNotebook = false): ReturnType<typeof textRecord> =>
    textRecord(reflection, { path: 'a.md', text, sha256: hash(text), fromNotebook });

  test('is collected with its words and ticks', () => {
    const words = 'word '.repeat(reflection.leastWords);
    const ticked = `## My text\n\n${words}\n\n## How I see it\n\n- [x] ${reflection.criteria[0].text}\n`;
    expect(written(ticked)).toMatchObject({ status: 'submitted', words: reflection.leastWords });
    expect(written(ticked).criteria.map((one) => one.ticked)).toEqual(
      reflection.criteria.map((_, i) => i === 0),
    );
    expect(written('## My text\n\nshort')).toMatchObject({ status: 'short', words: 1, text: 'short' });
    expect(written('in a cell', true)).toMatchObject({ status: 'short', words: 3 });
    expect(written(readFileSync(join(ROOT, reflection.file), 'utf8')).status).toBe('missing');
    expect(textRecord(reflection, undefined).status).toBe('missing');
  });
});

describe('a class at a glance', () => {
  const state = (status: 'missing' | 'unreadable' | 'ungraded') => withoutTests(exercise, status, 'why');
  const records = (['missing', 'unreadable', 'ungraded'] as const).map((status) =>
    signed(recordOf(status, [state(status)])),
  );

  test('as a table, with what needs attention', () => {
    const text = summaryText(records, 1);
    expect(text).toMatch(/chain-rule +10 +0\.0 +– +– +1 +1 +1\n/);
    expect(text).toContain('3 submissions, 1 of them graded before');
    expect(text).toContain('Something in them was not read: missing, unreadable, ungraded');
    expect(text).toContain('run the same command again: ungraded');
    expect(text).toContain('tier C, not certified');
  });

  test('as histograms that count every graded learner once', () => {
    const spec = histograms(records) as unknown as {
      data: { values: { learners: number }[] };
      description: string;
    };
    expect(spec.data.values.reduce((total, { learners }) => total + learners, 0)).toBe(2);
    const svg = toSVG(spec);
    expect(svg).toContain('chain-rule');
    expect(svg).toContain('role="img"');
    expect(() => histograms([])).toThrow('histograms: no record');
  });

  test('times are told as people do', () => {
    const told = ['5 s', '89 s', '2 min', '1 h 30 min', '3 h 5 min'];
    expect([5, 89, 91, 5400, 11_100].map(duration)).toEqual(told);
  });
});

test('the catalog fits into records', () => {
  const all = publicExercises().map((one) => withoutTests(one, 'missing', 'There is none.'));
  expect(all).toHaveLength(catalog.length);
  expect(schemaFindings(JSON.parse(recordText(signed(recordOf('all', all)))))).toEqual([]);
});
