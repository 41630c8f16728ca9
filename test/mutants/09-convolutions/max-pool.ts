import { maxPool } from '../../../tools/grader/catalog/09-convolutions';
import { mutantsOf } from '../../../tools/grader/mutants';

const PLACE = '[i * stride[0] - padding[0] + a, j * stride[1] - padding[1] + b]';
const LOOPS = `for (let a = 0; a < kernel[0]; a++) {
    for (let b = 0; b < kernel[1]; b++) {`;
const INSIDE = 'if (row >= 0 && row < height && column >= 0 && column < width) seen.push([row, column]);';
const LARGER = 'x[cell[0]][cell[1]] > x[best[0]][best[1]]';
const FORWARD = `const [row, column] = winner(x, cells([i, j], shape, pool));
      return x[row][column];`;
const BACKWARD = `const [row, column] = winner(x, cells([i, j], shape, pool));
      dx[row][column] += g;`;

const TIES = `const seen = cells([i, j], shape, pool);
      const best = Math.max(...seen.map(([row, column]) => x[row][column]));
      const ties = seen.filter(([row, column]) => x[row][column] === best);`;

export default mutantsOf(maxPool, [
  {
    misconception: 'stride-ignored',
    edits: [{ find: PLACE, replace: '[i - padding[0] + a, j - padding[1] + b + 0 * stride[0]]' }],
  },
  {
    misconception: 'padding-ignored',
    edits: [{ find: PLACE, replace: '[i * stride[0] + a, j * stride[1] + b + 0 * padding[0]]' }],
  },
  { misconception: 'outside-kept', edits: [{ find: INSIDE, replace: 'seen.push([row, column]);' }] },
  {
    misconception: 'height-width-swapped',
    edits: [
      {
        find: LOOPS,
        replace: LOOPS.replace('kernel[0]', 'kernel[9]')
          .replace('kernel[1]', 'kernel[0]')
          .replace('kernel[9]', 'kernel[1]'),
      },
      { find: PLACE, replace: '[i * stride[1] - padding[1] + a, j * stride[0] - padding[0] + b]' },
    ],
  },
  {
    misconception: 'column-by-column',
    edits: [
      {
        find: LOOPS,
        replace: `for (let b = 0; b < kernel[1]; b++) {
    for (let a = 0; a < kernel[0]; a++) {`,
      },
    ],
  },
  { misconception: 'last-of-tie', edits: [{ find: LARGER, replace: LARGER.replace('>', '>=') }] },
  { misconception: 'smallest', edits: [{ find: LARGER, replace: LARGER.replace('>', '<') }] },
  {
    misconception: 'largest-in-size',
    edits: [{ find: LARGER, replace: 'Math.abs(x[cell[0]][cell[1]]) > Math.abs(x[best[0]][best[1]])' }],
  },
  {
    misconception: 'padding-is-zero',
    edits: [
      {
        find: FORWARD,
        replace: `const seen = cells([i, j], shape, pool);
      const [row, column] = winner(x, seen);
      return seen.length < pool.kernel[0] * pool.kernel[1] ? Math.max(0, x[row][column]) : x[row][column];`,
      },
    ],
  },
  {
    misconception: 'average',
    edits: [
      {
        find: FORWARD,
        replace: `const seen = cells([i, j], shape, pool);
      return seen.reduce((sum, [row, column]) => sum + x[row][column], 0) / seen.length;`,
      },
      {
        find: BACKWARD,
        replace: `const seen = cells([i, j], shape, pool);
      for (const [row, column] of seen) dx[row][column] += g / seen.length;`,
      },
    ],
  },
  {
    misconception: 'all-of-tie',
    edits: [
      { find: BACKWARD, replace: `${TIES}\n      for (const [row, column] of ties) dx[row][column] += g;` },
    ],
  },
  {
    misconception: 'tie-shared',
    edits: [
      {
        find: BACKWARD,
        replace: `${TIES}\n      for (const [row, column] of ties) dx[row][column] += g / ties.length;`,
      },
    ],
  },
  { misconception: 'overlap-overwritten', edits: [{ find: BACKWARD, replace: BACKWARD.replace('+=', '=') }] },
  {
    misconception: 'upstream-dropped',
    edits: [{ find: BACKWARD, replace: BACKWARD.replace('+= g', '+= 1 + 0 * g') }],
  },
  {
    misconception: 'gradient-spread',
    edits: [
      {
        find: BACKWARD,
        replace: 'for (const [row, column] of cells([i, j], shape, pool)) dx[row][column] += g;',
      },
    ],
  },
  {
    misconception: 'times-value',
    edits: [{ find: BACKWARD, replace: BACKWARD.replace('+= g', '+= g * x[row][column]') }],
  },
]);
