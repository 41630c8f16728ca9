// Gradescope: what an autograder leaves in results.json, one file a submission.
// https://gradescope-autograders.readthedocs.io/en/latest/specs/

import { toNumber } from '../grade/rational';
import { type Export, type Graded, isGraded, json, nameOfTest, publicWords, testsOf } from './graded';

export const gradescope: Export = {
  name: 'gradescope',
  description: 'results.json of Gradescope, one file a submission',
  // Gradescope reports a missing file as a failed autograder, which an ungraded submission is.
  files: (class_) =>
    new Map(
      class_.filter(isGraded).map((graded) => [`${graded.record.submission.id}.json`, json(results(graded))]),
    ),
};

/** The contents of one results.json. */
export function results({ record, durations }: Graded): object {
  const { tier, certified } = record.isolation;
  return {
    score: toNumber(record.score),
    execution_time: durations.totalMs / 1000,
    output: [
      ...record.findings.map(({ message, path }) => `${path}: ${message}`),
      ...(certified ? [] : [`Graded in a sandbox of tier ${tier}, which is not certified.`]),
    ].join('\n'),
    output_format: 'text',
    test_output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: testsOf(record).map(({ exercise, test }, i) => ({
      name: nameOfTest(exercise, test),
      name_format: 'text',
      number: String(i + 1),
      score: toNumber(test.score),
      max_score: toNumber(test.maximum),
      status: test.passed ? 'passed' : 'failed',
      output: publicWords(exercise, test),
      output_format: 'text',
      visibility: 'visible',
      tags: [exercise.id],
    })),
    extra_data: { submission: record.submission.sha256, tests: record.tests.sha256, tier },
  };
}
