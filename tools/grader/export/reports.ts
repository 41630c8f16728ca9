// Reports of tests, as tools for continuous integration read them: one file for the whole class.

import { create } from 'xmlbuilder2';
import type { ExerciseRecord, TestRecord } from '../grade/record';
import { type Export, type Graded, json, testsOf } from './graded';

type State = 'passed' | 'failed' | 'skipped' | 'error';

/** skipped: nothing was handed in. error: the grader failed. */
function stateOf(exercise: ExerciseRecord, test: TestRecord): State {
  if (exercise.status === 'ungraded') return 'error';
  if (exercise.status === 'missing') return 'skipped';
  return test.passed ? 'passed' : 'failed';
}

const words = (exercise: ExerciseRecord, test: TestRecord): string =>
  test.instructorMessage ?? test.publicMessage ?? exercise.reason ?? '';

/** XML 1.0 has no place for most control characters, nor for halves of characters. */
const xmlText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');

/** In an attribute XML makes spaces of line breaks. */
const xmlLine = (text: string): string => xmlText(text).replace(/\s+/g, ' ');

/** The common form of JUnit's XML. https://github.com/testmoapp/junitxml */
export const junit: Export = {
  name: 'junit',
  description: 'JUnit XML, a suite for each submission',
  files: (class_) => {
    const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', { name: 'Backprop Lab' });
    for (const { record, durations } of class_) {
      const all = testsOf(record).map(({ exercise, test }) => ({
        ...{ exercise, test },
        state: stateOf(exercise, test),
      }));
      const count = (state: State): number => all.filter((one) => one.state === state).length;
      const suite = root.ele('testsuite', {
        name: xmlLine(record.submission.name),
        tests: all.length,
        failures: count('failed'),
        errors: count('error'),
        skipped: count('skipped'),
        time: (durations.totalMs / 1000).toFixed(3),
      });
      for (const { exercise, test, state } of all) {
        const name = { name: xmlLine(test.title), classname: exercise.id };
        const element = suite.ele('testcase', name);
        if (state === 'skipped') element.ele('skipped', { message: 'not handed in' });
        else if (state !== 'passed') {
          const [first = ''] = words(exercise, test).split('\n');
          const failure = {
            message: xmlLine(first),
            ...(test.misconception && { type: test.misconception }),
          };
          element.ele(state === 'error' ? 'error' : 'failure', failure).txt(xmlText(words(exercise, test)));
        }
      }
    }
    return new Map([['junit.xml', `${root.end({ prettyPrint: true })}\n`]]);
  },
};

const CTRF_STATES = { passed: 'passed', failed: 'failed', skipped: 'skipped', error: 'other' } as const;

/** Common Test Report Format. https://ctrf.io/docs/schema/overview */
export const ctrf: Export = {
  name: 'ctrf',
  description: 'CTRF, the Common Test Report Format',
  files: (class_) => {
    const tests = class_.flatMap(testReports);
    const count = (status: string): number => tests.filter((test) => test.status === status).length;
    const report = {
      reportFormat: 'CTRF',
      specVersion: '0.0.0',
      results: {
        tool: { name: 'backprop-lab-grade' },
        summary: {
          ...{ tests: tests.length, passed: count('passed'), failed: count('failed'), pending: 0 },
          ...{ skipped: count('skipped'), other: count('other'), suites: class_.length },
          // Of the whole class: when each began is in no record, on purpose.
          ...{ start: 0, stop: class_.reduce((sum, { durations }) => sum + durations.totalMs, 0) },
        },
        tests,
      },
    };
    return new Map([['ctrf-report.json', json(report)]]);
  },
};

function testReports({ record, durations }: Graded) {
  return testsOf(record).map(({ exercise, test }) => ({
    name: test.title,
    status: CTRF_STATES[stateOf(exercise, test)],
    // The time is known of whole exercises.
    duration: Math.round((durations.exercisesMs[exercise.id] ?? 0) / exercise.tests.length),
    suite: [record.submission.name, exercise.id],
    ...(words(exercise, test) && { message: words(exercise, test) }),
    ...(exercise.file && { filePath: exercise.file.path }),
  }));
}
