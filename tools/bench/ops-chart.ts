/** How the cost of kernels grows with size, as a picture. */
import { type Chart, chart, palette } from '../../lib/plot/chart';
import { distinct, groupScales } from '../../lib/plot/styles';
import type { Series } from './kernels';
import type { Speed } from './ops-report';
import { digits } from './report';

/** A series, measured. */
export interface Growth extends Omit<Series, 'kernels'> {
  points: readonly ({ size: number } & Speed)[];
}

/** A panel for each group, both scales logarithmic: a straight line is a power of the size. */
export function opsChart(grown: readonly Growth[]): Chart {
  const groups = distinct(grown.map(({ group }) => group));
  const ends = grown.map(({ title, unit, points }) => {
    const last = points[points.length - 1];
    return `${title} of ${last.size} ${unit}: ${digits(last.ms)} ms.`;
  });
  return chart(
    {
      title: 'How the cost of kernels grows with size',
      description:
        'Time of one call in milliseconds over the size, both logarithmic, with a panel for each kind of kernel: SIMD kernels as ' +
        `solid lines, the reference as dashed ones; for products also the speed, beside the machine's ceiling. ${ends.join(' ')}`,
    },
    {
      concat: [
        ...groups.map((group) => times(grown.filter((series) => series.group === group))),
        ...grown.filter(({ title }) => title === 'product').map(speeds),
      ],
      columns: 2,
      spacing: 40,
      resolve: {
        scale: { color: 'independent', shape: 'independent', strokeDash: 'independent' },
        legend: { color: 'independent', shape: 'independent', strokeDash: 'independent' },
      },
    },
  );
}

const BACKENDS = ['simd', 'reference'];
const frame = (title: string) => ({
  title: { text: title, anchor: 'start', fontSize: 12 },
  width: 340,
  height: 240,
});
const sizeAxis = ({ unit, points }: Growth) => ({
  field: 'size',
  type: 'quantitative',
  scale: { type: 'log', base: 2 },
  title: `size (${unit})`,
  axis: { format: '.3~s', values: points.map(({ size }) => size), labelOverlap: 'parity' },
});

function times(group: readonly Growth[]): object {
  const values = group.flatMap(({ title, points }) =>
    points.flatMap(({ size, ms, referenceMs }) => [
      { operation: title, backend: 'simd', size, ms },
      ...(referenceMs === null ? [] : [{ operation: title, backend: 'reference', size, ms: referenceMs }]),
    ]),
  );
  const names = group.map(({ title }) => title);
  const operation = { field: 'operation', type: 'nominal', title: 'operation' };
  const { color, shape } = groupScales(names);
  return {
    ...frame(group[0].group),
    data: { values },
    encoding: {
      x: sizeAxis(group[0]),
      y: { field: 'ms', type: 'quantitative', scale: { type: 'log' }, title: 'time of one call (ms)' },
      color: { ...operation, scale: color },
    },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          strokeDash: {
            field: 'backend',
            type: 'nominal',
            title: 'backend',
            scale: {
              domain: BACKENDS,
              range: [
                [1, 0],
                [5, 3],
              ],
            },
            legend: { symbolType: 'stroke' },
          },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 40 },
        encoding: { shape: { ...operation, scale: shape } },
      },
    ],
  };
}

/** GFLOP/s over n, and the machine's ceiling in the same rounds. */
function speeds(product: Growth): object {
  const { title, points } = product;
  const who = ['simd', 'reference', 'SIMD ceiling'];
  const values = points.flatMap(({ size, simd, reference, ceiling }) => [
    { size, who: who[0], speed: simd },
    ...(reference === null ? [] : [{ size, who: who[1], speed: reference }]),
    { size, who: who[2], speed: ceiling },
  ]);
  const range = [palette.blue, palette.vermilion, palette.black];
  const field = { field: 'who', type: 'nominal', title: null };
  return {
    ...frame(`${title}: speed`),
    data: { values },
    encoding: {
      x: sizeAxis(product),
      y: { field: 'speed', type: 'quantitative', title: 'speed (GFLOP/s)' },
      color: { ...field, scale: { domain: who, range } },
    },
    layer: [
      { mark: { type: 'line', strokeWidth: 1.8 } },
      {
        mark: { type: 'point', filled: true, size: 40 },
        encoding: { shape: { ...field, scale: groupScales(who).shape } },
      },
    ],
  };
}
