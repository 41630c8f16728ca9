// What records become for other systems: golden files hold every byte, schemas and parsers hold the form.
// After a change that is meant: npx vitest run --project tools test/grader/export.test.ts -u

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { classExports, type Graded, Roster } from '../../tools/grader/export';
import { rational, sum } from '../../tools/grader/grade/rational';
import type { ExerciseRecord, GradeRecord, TestRecord } from '../../tools/grader/grade/record';
import { ROOT } from '../../tools/grader/paths';

const failedTest: TestRecord = {
  id: 'gradient',
  title: 'The gradient, "by hand"',
  passed: false,
  score: rational(0),
  maximum: rational(20, 3),
  visibility: 'public',
  publicMessage: 'Wrong value.\n<script>alert(1)</script> ```\n=1+1, ]]> & "done"',
  instructorMessage: 'f(1) gave 2, expected 3\u0007',
  misconception: 'not-averaged',
};
const passedTest: TestRecord = {
  id: 'forward',
  title: 'The value',
  passed: true,
  score: rational(10, 3),
  maximum: rational(10, 3),
  visibility: 'public',
};
const privateTest: TestRecord = {
  id: 'secret',
  title: 'Another input',
  passed: false,
  score: rational(0),
  maximum: rational(5),
  visibility: 'private',
  instructorMessage: 'THE SECRET',
};

function exercise(
  id: string,
  status: ExerciseRecord['status'],
  tests: readonly TestRecord[],
): ExerciseRecord {
  return {
    ...{ id, chapter: '02', title: `Exercise *${id}*`, status, tests },
    score: sum(tests.map(({ score }) => score)),
    maximum: sum(tests.map(({ maximum }) => maximum)),
    ...(status !== 'missing' && { file: { path: `exercises/02/${id}.ts`, sha256: 'b'.repeat(64) } }),
    ...(status === 'missing' && { reason: 'No such file was handed in.' }),
  };
}

const nothingOf = (tests: readonly TestRecord[]): TestRecord[] =>
  tests.map(({ misconception, publicMessage, instructorMessage, ...one }) => ({
    ...{ ...one, passed: false, score: rational(0) },
  }));

function graded(
  name: string,
  exercises: readonly ExerciseRecord[],
  changes: Partial<GradeRecord> = {},
): Graded {
  const record: GradeRecord = {
    ...{ format: 'backprop-lab-grade', version: 1, status: 'graded', exercises, texts: [], findings: [] },
    submission: { id: name.replace(/\W+/g, '-'), name, kind: 'zip', sha256: 'a'.repeat(64) },
    score: sum(exercises.map(({ score }) => score)),
    maximum: sum(exercises.map(({ maximum }) => maximum)),
    seed: { commitment: 'c'.repeat(64) },
    tests: { sha256: 'd'.repeat(64) },
    library: { sha256: 'e'.repeat(64), version: '0.1.0' },
    isolation: { tier: 'C', certified: false, words: 'limits' },
    versions: { node: '20', vitest: '4', typescript: '5' },
    ...changes,
  };
  const durations = { totalMs: 1500, exercisesMs: Object.fromEntries(exercises.map(({ id }) => [id, 700])) };
  return { record, durations, student: ROSTER.studentOf(record) };
}

const ROSTER = Roster.parse(
  'submission,student_id,first_name,last_name,email,canvas_id,sis_login_id,section\n' +
    'ada.zip,s1,Ada,"Lovelace, Countess",ada@example.org,11,ada,"A, 1"\n' +
    'layla.zip,s2,ليلى,العامري,layla@example.org,12,layla,B\n',
);
const both = [failedTest, passedTest];
const class_: Graded[] = [
  graded('ada.zip', [exercise('one', 'failed', both), exercise('two', 'failed', [privateTest])]),
  graded('layla.zip', [
    exercise('one', 'passed', [passedTest]),
    exercise('two', 'missing', nothingOf([privateTest])),
  ]),
  graded('=cmd|"/c calc"!A1,\n"x".zip', [exercise('one', 'failed', both)], {
    findings: [{ code: 'symlink', path: 'a`b', message: 'A link; it was not read.', effect: 'refused' }],
    texts: [
      {
        id: 'analogy',
        chapter: '19',
        title: 'An analogy',
        status: 'short',
        text: 'x',
        words: 1,
        leastWords: 50,
        criteria: [],
      },
    ],
  }),
  graded('broken.zip', [exercise('one', 'ungraded', nothingOf(both))], { status: 'ungraded' }),
];

const filesOf = (name: string): Map<string, string> => {
  const found = classExports.find((one) => one.name === name);
  return new Map(found?.files(class_) ?? []);
};
const only = (name: string): string => [...filesOf(name).values()].join('');
const rows = (name: string): string[][] => parse(only(name)) as string[][];

test.each(classExports.map(({ name }) => name))('%s is what it was', async (name) => {
  const text = [...filesOf(name)].map(([file, content]) => `──── ${file}\n${content}`).join('\n');
  // Pictures are charts, which have tests of their own.
  const shown = text.replace(/data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+/g, 'data:picture');
  await expect(shown).toMatchFileSnapshot(join(ROOT, 'test/grader/export-golden', `${name}.txt`));
});

test.each(classExports.map(({ name }) => name))('%s tells no learner of a private test', (name) => {
  const forLearners = !['junit', 'ctrf'].includes(name);
  expect(only(name).includes('THE SECRET')).toBe(!forLearners);
});

test.each(classExports.map(({ name }) => name))('%s of an empty class is no error', (name) => {
  expect(() => classExports.find((one) => one.name === name)?.files([])).not.toThrow();
});

describe('a submission that the grader could not grade', () => {
  test('has no score anywhere', () => {
    for (const name of ['gradescope', 'prairielearn', 'feedback'])
      expect([...filesOf(name).keys()].some((file) => file.startsWith('broken'))).toBe(false);
    expect(rows('canvas').at(-1)?.at(-1)).toBe('');
    expect(rows('moodle').at(-1)?.slice(-2)).toEqual(['', '']);
    expect(rows('nbgrader').at(-1)?.slice(-4)).toEqual(['', '0', '', '10']);
    expect(rows('otter').at(-1)?.slice(-3)).toEqual(['', '', 'the grader failed']);
    expect(only('html')).toContain('Not graded, because the grader failed: broken-zip');
  });
});

describe('tables', () => {
  test('come back from a parser as they were, with formulas made harmless', () => {
    const [, , ada, layla, formula] = rows('canvas');
    expect(ada).toEqual(['Lovelace, Countess, Ada', '11', 's1', 'ada', 'A, 1', '3.333333']);
    expect(layla?.[0]).toBe('العامري, ليلى');
    expect(formula?.[0]).toBe('\'=cmd|"/c calc"!A1,\n"x".zip');
    expect(rows('moodle')[2]?.slice(0, 3)).toEqual(['s2', 'ليلى', 'العامري']);
    for (const name of ['canvas', 'moodle', 'nbgrader', 'otter'])
      for (const cell of rows(name).flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!-$|\d)/);
  });

  test('have as many cells in each row as in the first', () => {
    for (const name of ['canvas', 'moodle', 'nbgrader', 'otter']) {
      const [head, ...rest] = rows(name);
      for (const row of rest) expect(row).toHaveLength(head?.length ?? 0);
    }
  });
});

test('CTRF follows its published schema', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'node_modules/ctrf/dist/ctrf-schema-0.0.json'), 'utf8'));
  const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  expect([valid(JSON.parse(only('ctrf'))), valid.errors]).toEqual([true, null]);
  const { summary } = JSON.parse(only('ctrf')).results;
  expect(summary).toMatchObject({ tests: 9, passed: 3, failed: 3, skipped: 1, other: 2 });
});

test('JUnit is well-formed XML, whatever the texts hold', () => {
  const root = create(only('junit')).toObject() as { testsuites: { testsuite: { '@name': string }[] } };
  const names = root.testsuites.testsuite.map((suite) => suite['@name']);
  // This parser leaves entities as they are.
  expect(names.map((name) => name.replaceAll('&quot;', '"'))).toContain('=cmd|"/c calc"!A1, "x".zip');
});

test("GitHub Classroom's reporter finds the points", () => {
  for (const text of filesOf('github-classroom').values()) {
    const { tests, max_score, status } = JSON.parse(text) as {
      tests: { score: number }[];
      max_score: number;
      status: string;
    };
    expect(tests.reduce((total, { score }) => total + score, 0)).toBeLessThanOrEqual(max_score);
    expect(['pass', 'fail', 'error']).toContain(status);
  }
});

test('a page and feedback hold no markup of learners', () => {
  expect(only('html')).not.toMatch(/<script|onerror/);
  expect(only('feedback')).toContain('  ````text\n  Wrong value.');
});

describe('a roster', () => {
  test.each([
    ['submission,student_id,nick\na,b,c\n', /unknown column 'nick'; known are submission, student_id/],
    ['submission,name\na,b\n', /Row 2 of the roster lacks a value/],
    ['submission,student_id\na,1\na,2\n', /names the submission 'a' twice/],
  ])('is refused: %j', (text, words) => {
    expect(() => Roster.parse(text)).toThrow(words);
  });
});
