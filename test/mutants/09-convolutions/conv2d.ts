import { conv2d } from '../../../tools/grader/catalog/09-convolutions';
import { mutantsOf } from '../../../tools/grader/mutants';

const SIZE = 'Math.floor((size + 2 * padding - kernel) / stride) + 1';
const PLACE = '[i * stride[0] + a - padding[0], j * stride[1] + b - padding[1]]';
const READ = 'weight[o][c][a][b] * (x[c][row]?.[column] ?? 0)';
const SUM = `y[o][i][j] += ${READ};`;
const START = 'line.fill(bias[o])';
const PIXEL = `const pixel = x[c][row]?.[column];
    if (pixel === undefined) return;`;
const DX = 'dx[c][row][column] += upstream[o][i][j] * weight[o][c][a][b];';
const DWEIGHT = 'dWeight[o][c][a][b] += upstream[o][i][j] * pixel;';
const DBIAS = 'plane.flat().reduce((sum, g) => sum + g, 0)';
const TURNED = '[kernelRows - 1 - a][kernelColumns - 1 - b]';
const TURNED_BACK = '[firstKernel.length - 1 - a][firstKernel[0].length - 1 - b]';
const inside = (place: string, size: string): string => `Math.max(0, Math.min(${size} - 1, ${place}))`;
const CLAMPED = `x[c][${inside('row', 'x[0].length')}][${inside('column', 'x[0][0].length')}]`;

export default mutantsOf(conv2d, [
  {
    misconception: 'size-without-one',
    edits: [{ find: SIZE, replace: 'Math.floor((size + 2 * padding - kernel) / stride)' }],
  },
  {
    misconception: 'padding-once',
    edits: [{ find: SIZE, replace: 'Math.floor((size + padding - kernel) / stride) + 1' }],
  },
  {
    misconception: 'size-rounded-up',
    edits: [{ find: SIZE, replace: 'Math.ceil((size + 2 * padding - kernel) / stride) + 1' }],
  },
  {
    misconception: 'stride-ignored',
    edits: [{ find: PLACE, replace: '[i + a - padding[0], j + b - padding[1] + 0 * stride[0]]' }],
  },
  {
    misconception: 'stride-on-cells',
    edits: [{ find: PLACE, replace: '[(i + a) * stride[0] - padding[0], (j + b) * stride[1] - padding[1]]' }],
  },
  {
    misconception: 'padding-ignored',
    edits: [{ find: PLACE, replace: '[i * stride[0] + a, j * stride[1] + b + 0 * padding[0]]' }],
  },
  {
    misconception: 'height-width-swapped',
    edits: [{ find: PLACE, replace: '[i * stride[1] + a - padding[1], j * stride[0] + b - padding[0]]' }],
  },
  {
    misconception: 'edge-repeated',
    edits: [
      { find: READ, replace: `weight[o][c][a][b] * ${CLAMPED}` },
      {
        find: PIXEL,
        replace: `const pixel = ${CLAMPED};`,
      },
      {
        find: DX,
        replace: `${CLAMPED.replace('x[c]', 'dx[c]')} += upstream[o][i][j] * weight[o][c][a][b];`,
      },
    ],
  },
  {
    misconception: 'flipped-kernel',
    edits: [
      { find: READ, replace: `weight[o][c]${TURNED} * (x[c][row]?.[column] ?? 0)` },
      { find: DX, replace: `dx[c][row][column] += upstream[o][i][j] * weight[o][c]${TURNED_BACK};` },
      { find: DWEIGHT, replace: `dWeight[o][c]${TURNED_BACK} += upstream[o][i][j] * pixel;` },
    ],
  },
  {
    misconception: 'flipped-in-backward',
    edits: [{ find: DX, replace: `dx[c][row][column] += upstream[o][i][j] * weight[o][c]${TURNED_BACK};` }],
  },
  {
    misconception: 'one-channel-only',
    edits: [
      { find: SUM, replace: `if (c === 0) ${SUM}` },
      { find: 'if (pixel === undefined) return;', replace: 'if (pixel === undefined || c > 0) return;' },
    ],
  },
  { misconception: 'bias-forgotten', edits: [{ find: START, replace: 'line.fill(0 * bias[o])' }] },
  {
    misconception: 'bias-for-each-product',
    edits: [
      { find: START, replace: 'line.fill(0 * o)' },
      { find: SUM, replace: `y[o][i][j] += ${READ} + bias[o];` },
    ],
  },
  {
    misconception: 'gradient-overwritten',
    edits: [
      { find: DX, replace: DX.replace('+=', '=') },
      { find: DWEIGHT, replace: DWEIGHT.replace('+=', '=') },
    ],
  },
  {
    misconception: 'upstream-dropped',
    edits: [
      { find: DX, replace: 'dx[c][row][column] += weight[o][c][a][b];' },
      { find: DWEIGHT, replace: 'dWeight[o][c][a][b] += pixel;' },
      { find: DBIAS, replace: 'plane.flat().length' },
    ],
  },
  { misconception: 'bias-averaged', edits: [{ find: DBIAS, replace: `${DBIAS} / plane.flat().length` }] },
]);
