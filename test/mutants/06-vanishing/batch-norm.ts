import { batchNorm } from '../../../tools/grader/catalog/06-vanishing';
import { mutantsOf } from '../../../tools/grader/mutants';

const VARIANCE = 'column.reduce((sum, value) => sum + (value - mean[j]) ** 2, 0) / column.length';
const ROOT = 'Math.sqrt(variance[j] + eps)';
const SHIFT = `(gamma[j] * (value - mean[j])) / ${ROOT} + beta[j]`;
const UNBIASED = '(value * x.length) / (x.length - 1)';
const MOVE = '(1 - momentum) * value + momentum * now[j]';
const CHOICE = 'training ? batchStatistics(x) : running';
const DGAMMA = 'upstream.reduce((sum, row, n) => sum + row[j] * xHat[n][j], 0)';
const DBETA = 'upstream.reduce((sum, row) => sum + row[j], 0)';
const STD = 'const std = Math.sqrt(variance[j] + parameters.eps);';
const BRACKET = '(g - dBeta[j] / N - (xHat * dGamma[j]) / N)';

export default mutantsOf(batchNorm, [
  {
    misconception: 'unbiased-in-batch',
    edits: [
      {
        find: VARIANCE,
        replace: 'column.reduce((sum, value) => sum + (value - mean[j]) ** 2, 0) / (column.length - 1)',
      },
    ],
  },
  { misconception: 'std-for-variance', edits: [{ find: VARIANCE, replace: `Math.sqrt(${VARIANCE})` }] },
  {
    misconception: 'rows-for-columns',
    edits: [{ find: 'const columns = transpose(x);', replace: 'const columns = x;' }],
  },
  {
    misconception: 'eps-outside-root',
    edits: [
      { find: SHIFT, replace: '(gamma[j] * (value - mean[j])) / (Math.sqrt(variance[j]) + eps) + beta[j]' },
      { find: STD, replace: 'const std = Math.sqrt(variance[j]) + parameters.eps;' },
    ],
  },
  {
    misconception: 'no-root',
    edits: [
      { find: SHIFT, replace: '(gamma[j] * (value - mean[j])) / (variance[j] + eps) + beta[j]' },
      { find: STD, replace: 'const std = variance[j] + parameters.eps;' },
    ],
  },
  {
    misconception: 'shift-forgotten',
    edits: [{ find: SHIFT, replace: `(gamma[j] * (value - mean[j])) / ${ROOT}` }],
  },
  { misconception: 'biased-in-running', edits: [{ find: UNBIASED, replace: 'value' }] },
  {
    misconception: 'momentum-swapped',
    edits: [{ find: MOVE, replace: 'momentum * value + (1 - momentum) * now[j]' }],
  },
  { misconception: 'old-forgotten', edits: [{ find: MOVE, replace: '0 * momentum * value + now[j]' }] },
  { misconception: 'batch-in-evaluation', edits: [{ find: CHOICE, replace: 'batchStatistics(x)' }] },
  { misconception: 'running-in-training', edits: [{ find: CHOICE, replace: 'running' }] },
  { misconception: 'statistics-constant', edits: [{ find: BRACKET, replace: 'g' }] },
  { misconception: 'mean-constant', edits: [{ find: BRACKET, replace: '(g - (xHat * dGamma[j]) / N)' }] },
  { misconception: 'variance-constant', edits: [{ find: BRACKET, replace: '(g - dBeta[j] / N)' }] },
  {
    misconception: 'means-not-divided',
    edits: [{ find: BRACKET, replace: '(g - dBeta[j] - xHat * dGamma[j])' }],
  },
  {
    misconception: 'gamma-forgotten',
    edits: [{ find: '(parameters.gamma[j] / std)', replace: '(1 / std)' }],
  },
  {
    misconception: 'input-for-normalized',
    edits: [{ find: DGAMMA, replace: 'upstream.reduce((sum, row, n) => sum + row[j] * x[n][j], 0)' }],
  },
  {
    misconception: 'mean-over-batch',
    edits: [
      { find: DGAMMA, replace: `${DGAMMA} / x.length` },
      { find: DBETA, replace: `${DBETA} / x.length` },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: 'return { mean: move(running.mean, batch.mean), variance: move(running.variance, unbiased) };',
        replace:
          'running.mean = move(running.mean, batch.mean);\n' +
          '  running.variance = move(running.variance, unbiased);\n' +
          '  return running;',
      },
    ],
  },
]);
