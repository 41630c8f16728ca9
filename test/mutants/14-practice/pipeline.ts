import { pipeline } from '../../../tools/grader/catalog/14-practice';
import { mutantsOf } from '../../../tools/grader/mutants';

const MEDIAN = '(known[Math.floor((known.length - 1) / 2)] + known[Math.floor(known.length / 2)]) / 2';
const SCALED = '((Number.isNaN(value) ? fill[j] : value) - mean[j]) / scale[j]';
const IN_FOLD = 'const preparation = learn(trainingRows);';

export default mutantsOf(pipeline, [
  { misconception: 'filled-with-zero', edits: [{ find: `return ${MEDIAN};`, replace: 'return 0;' }] },
  { misconception: 'mean-filled', edits: [{ find: MEDIAN, replace: 'average(known)' }] },
  { misconception: 'one-middle', edits: [{ find: MEDIAN, replace: 'known[Math.floor(known.length / 2)]' }] },
  {
    misconception: 'gaps-left-out',
    edits: [
      {
        find: 'column.map((value) => (Number.isNaN(value) ? fill[j] : value))',
        replace: 'column.filter((value) => !Number.isNaN(value) || j < 0)',
      },
    ],
  },
  {
    misconception: 'sample-scale',
    edits: [
      {
        find: 'average(column.map((value) => (value - mean[j]) ** 2))',
        replace:
          'average(column.map((value) => (value - mean[j]) ** 2)) * (column.length / (column.length - 1))',
      },
    ],
  },
  { misconception: 'variance-for-scale', edits: [{ find: 'Math.sqrt(variance)', replace: 'variance' }] },
  { misconception: 'constant-column', edits: [{ find: 'variance === 0 ? 1 : ', replace: '' }] },
  {
    misconception: 'own-statistics',
    edits: [
      {
        find: 'const { fill, mean, scale } = preparation;',
        replace: 'const { fill, mean, scale } = learn(rows);',
      },
    ],
  },
  {
    misconception: 'scaled-then-filled',
    edits: [{ find: SCALED, replace: 'Number.isNaN(value) ? fill[j] : (value - mean[j]) / scale[j]' }],
  },
  {
    misconception: 'tail-dropped',
    edits: [{ find: 'const larger = count % k;', replace: 'const larger = 0;' }],
  },
  {
    misconception: 'tail-in-last-fold',
    edits: [
      { find: 'const larger = count % k;', replace: 'const larger = 0;' },
      {
        find: 'return all.slice(start, start + size + (fold < larger ? 1 : 0));',
        replace: 'return all.slice(start, fold === k - 1 ? count : start + size);',
      },
    ],
  },
  { misconception: 'fitted-on-all', edits: [{ find: IN_FOLD, replace: 'const preparation = learn(rows);' }] },
  {
    misconception: 'trained-on-held-out',
    edits: [
      {
        find: 'const known = { rows: prepare(trainingRows, preparation), targets: training.map((i) => targets[i]) };',
        replace: 'const known = { rows: prepare(rows, preparation), targets };',
      },
    ],
  },
  {
    misconception: 'torn-apart',
    edits: [{ find: 'targets: training.map((i) => targets[i])', replace: 'targets' }],
  },
  {
    misconception: 'mean-of-folds',
    edits: [
      {
        find: 'sum += (predict(known, judged[place], bandwidth) - targets[i]) ** 2;',
        replace: 'sum += (predict(known, judged[place], bandwidth) - targets[i]) ** 2 / fold.length;',
      },
      { find: 'return sum / rows.length;', replace: 'return sum / k;' },
    ],
  },
  {
    misconception: 'test-in-preparation',
    edits: [
      { find: 'const preparation = learn(training.rows);', replace: 'const preparation = learn(rows);' },
    ],
  },
  {
    misconception: 'test-in-folds',
    edits: [
      { find: 'validationError(training, k, bandwidth)', replace: 'validationError(examples, k, bandwidth)' },
    ],
  },
  {
    misconception: 'chosen-by-test',
    edits: [
      {
        find: 'const bandwidth = bandwidths[errors.indexOf(Math.min(...errors))];\n  const preparation = learn(training.rows);',
        replace: 'const preparation = learn(training.rows);',
      },
      {
        find: 'const squares = prepare(test.rows, preparation)',
        replace: `const testErrors = bandwidths.map((h) =>
    prepare(test.rows, preparation)
      .map((row, i) => (predict(known, row, h) - test.targets[i]) ** 2)
      .reduce((sum, square) => sum + square),
  );
  const bandwidth = bandwidths[testErrors.indexOf(Math.min(...testErrors))];
  const squares = prepare(test.rows, preparation)`,
      },
    ],
  },
  { misconception: 'worst-chosen', edits: [{ find: 'Math.min(...errors)', replace: 'Math.max(...errors)' }] },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: 'return { fill, mean, scale };',
        replace: `for (const row of rows as number[][])
    for (const [j, value] of row.entries()) if (Number.isNaN(value)) row[j] = fill[j];
  return { fill, mean, scale };`,
      },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: `return rows.map((row) =>
    row.map((value, j) => ${SCALED}),
  );`,
        replace: `for (const row of rows as number[][])
    for (const [j, value] of row.entries()) if (Number.isNaN(value)) row[j] = fill[j];
  return rows.map((row) => row.map((value, j) => (value - mean[j]) / scale[j]));`,
      },
    ],
  },
]);
