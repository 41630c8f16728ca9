// PrairieLearn: the results of an external grader.
// https://prairielearn.readthedocs.io/en/latest/externalGrading/

import { toNumber } from '../grade/rational';
import { type Export, type Graded, isGraded, json, nameOfTest, publicWords, testsOf } from './graded';

export const prairielearn: Export = {
  name: 'prairielearn',
  description: 'results.json of a PrairieLearn external grader, one file a submission',
  files: (class_) =>
    new Map(
      class_.filter(isGraded).map((graded) => [`${graded.record.submission.id}.json`, json(results(graded))]),
    ),
};

function results({ record }: Graded): object {
  const { score, maximum } = record;
  return {
    gradable: true,
    // A share, unlike the points of the tests.
    score: maximum.n === 0 ? 0 : toNumber(score) / toNumber(maximum),
    message: `${toNumber(score)} of ${toNumber(maximum)} points.`,
    output: record.findings.map(({ message, path }) => `${path}: ${message}`).join('\n'),
    tests: testsOf(record).map(({ exercise, test }) => ({
      name: nameOfTest(exercise, test),
      points: toNumber(test.score),
      max_points: toNumber(test.maximum),
      message: publicWords(exercise, test),
    })),
  };
}
