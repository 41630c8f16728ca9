// GitHub Classroom: what a test runner hands to the action autograding-grading-reporter, one file a submission. The
// action takes it as base64 in the environment variable NAME_RESULTS.
// https://github.com/classroom-resources/autograding-grading-reporter

import { toNumber } from '../grade/rational';
import { type Export, type Graded, isGraded, json, nameOfTest, publicWords, testsOf } from './graded';

export const classroom: Export = {
  name: 'github-classroom',
  description: "a runner's result for GitHub Classroom's autograding reporter, one file a submission",
  files: (class_) =>
    new Map(class_.map((graded) => [`${graded.record.submission.id}.json`, json(result(graded))])),
};

function result(graded: Graded): object {
  const { record } = graded;
  const tests = testsOf(record);
  const failed = tests.some(({ test }) => !test.passed);
  return {
    version: 1,
    status: !isGraded(graded) ? 'error' : failed ? 'fail' : 'pass',
    max_score: toNumber(record.maximum),
    tests: tests.map(({ exercise, test }) => ({
      name: nameOfTest(exercise, test),
      status: exercise.status === 'ungraded' ? 'error' : test.passed ? 'pass' : 'fail',
      score: toNumber(test.score),
      message: publicWords(exercise, test),
      filename: exercise.file?.path ?? '',
      line_no: 0,
      test_code: '',
    })),
  };
}
