import { edges, mergedCells, middles } from './cells';
import { type Chart, chart, type Frame, palette } from './chart';
import { groupScales, mix, round } from './styles';

/** Where an optimizer went: one point a step, the start first. */
export interface OptimizerPath {
  /** The optimizer, for the legend. */
  name: string;
  /** [weight 1, weight 2] after each step. */
  points: readonly (readonly [number, number])[];
}

/** Which part of the surface is drawn, and how. */
export interface LossSurfaceOptions extends Partial<Frame> {
  /** The part of the plane that is drawn. */
  domain: {
    /** From left to right: weight 1. */
    x: readonly [number, number];
    /** From bottom to top: weight 2. */
    y: readonly [number, number];
  };
  /** Where optimizers went; none unless told otherwise. */
  paths?: readonly OptimizerPath[];
  /** Bands of equal loss; 12 unless told otherwise. */
  levels?: number;
  /** Bands that are equally wide in the logarithm of the loss: for narrow valleys. True unless told otherwise. */
  log?: boolean;
  /** Cells along each side; 80 unless told otherwise. */
  resolution?: number;
  /** The titles of the axes; 'weight 1' and 'weight 2' unless told otherwise. */
  axisTitles?: readonly [string, string];
}

/** Grey, so that the paths' colours stand out: light is low. */
const [LOW, HIGH] = ['#ffffff', '#8a8a8a'];

/**
 * A loss of two weights as a map, lighter where it is lower, with the paths of optimizers across it; a slider moves
 * along their steps.
 * @param f the loss, of weight 1 and weight 2
 * @throws unless levels is a whole number ≥ 2, and when the loss is not a number anywhere
 */
export function lossSurface(
  f: (x: number, y: number) => number,
  {
    domain,
    paths = [],
    levels = 12,
    log = true,
    resolution = 80,
    axisTitles = ['weight 1', 'weight 2'],
    ...frame
  }: LossSurfaceOptions,
): Chart {
  if (!Number.isInteger(levels) || levels < 2)
    throw new RangeError(`lossSurface: levels is a whole number ≥ 2, got ${levels}`);
  const [edgesX, edgesY] = [edges(domain.x, resolution), edges(domain.y, resolution)];
  const [xs, ys] = [middles(edgesX), middles(edgesY)];
  const losses = ys.map((y) => xs.map((x) => f(x, y)));
  const finite = losses.flat().filter(Number.isFinite);
  if (finite.length === 0)
    throw new RangeError('lossSurface: the loss is not a number anywhere in the domain');
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const depth = (loss: number): number => {
    const share = (loss - low) / (high - low || 1);
    // A thousandth of the range is where the logarithm begins: the minimum itself has none.
    return log ? Math.log1p(share * 1000) / Math.log1p(1000) : share;
  };
  const bandOf = (loss: number): number => Math.min(levels - 1, Math.floor(depth(loss) * levels));
  const cells = mergedCells(edgesX, edgesY, (row, column) => {
    const loss = losses[row][column];
    return Number.isFinite(loss) ? bandOf(loss) : null;
  }).map(({ key, ...cell }) => ({ ...cell, colour: mix(LOW, HIGH, key / (levels - 1)) }));

  const steps = Math.max(0, ...paths.map(({ points }) => points.length - 1));
  const rows = paths.flatMap(({ name, points }) =>
    points.map(([x, y], step) => ({ optimizer: name, step, x, y, loss: f(x, y) })),
  );
  const ends = paths.map(({ name, points }) => {
    const [x, y] = points[points.length - 1];
    return `${name} ends at (${round(x)}, ${round(y)}) with loss ${round(f(x, y))}`;
  });
  const axis = (field: 'x' | 'y', title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain: domain[field], nice: false, zero: false },
    axis: { grid: false },
  });
  const [x, y] = [axis('x', axisTitles[0]), axis('y', axisTitles[1])];
  const names = paths.map(({ name }) => name);
  const scales = groupScales(names);
  const group = (range: object) => ({
    field: 'optimizer',
    type: 'nominal',
    scale: range,
    sort: names,
    legend: { title: 'optimizer' },
  });
  const own = { field: 'colour', type: 'nominal', scale: null };
  return chart(
    {
      title: 'Loss surface',
      description: `The loss of two weights as a map, from ${round(low)} (light) to ${round(high)} (dark). ${ends.join('; ')}${ends.length > 0 ? '. A slider moves along the steps.' : ''}`,
      width: 420,
      height: 360,
      ...frame,
    },
    {
      ...(steps === 0
        ? {}
        : {
            params: [
              {
                name: 'step',
                value: steps,
                bind: { input: 'range', min: 0, max: steps, step: 1, name: 'step ' },
              },
            ],
          }),
      layer: [
        {
          data: { values: cells },
          mark: { type: 'rect', strokeWidth: 0.6, clip: true },
          encoding: { x, x2: { field: 'x2' }, y, y2: { field: 'y2' }, fill: own, stroke: own },
        },
        ...(steps === 0 ? [] : pathLayers(rows, x, y, group(scales.color), group(scales.shape))),
      ],
    },
  );
}

function pathLayers(rows: readonly object[], x: object, y: object, color: object, shape: object): object[] {
  const until = [{ filter: 'datum.step <= step' }];
  const order = { field: 'step', type: 'quantitative' };
  const tooltip = [
    { field: 'optimizer', type: 'nominal' },
    { field: 'step', type: 'quantitative' },
    { field: 'x', type: 'quantitative', format: '.3f' },
    { field: 'y', type: 'quantitative', format: '.3f' },
    { field: 'loss', type: 'quantitative', format: '.4~g' },
  ];
  return [
    {
      data: { values: rows },
      transform: until,
      mark: { type: 'line', strokeWidth: 1.8, clip: true },
      encoding: { x, y, color, order },
    },
    {
      data: { values: rows },
      transform: until,
      mark: { type: 'point', filled: true, size: 26, opacity: 1, clip: true },
      encoding: { x, y, color, shape, tooltip },
    },
    {
      data: { values: rows },
      transform: [{ filter: 'datum.step === step' }],
      mark: {
        type: 'point',
        filled: true,
        size: 130,
        opacity: 1,
        stroke: palette.black,
        strokeWidth: 1,
        clip: true,
      },
      encoding: { x, y, color, shape, tooltip },
    },
  ];
}
