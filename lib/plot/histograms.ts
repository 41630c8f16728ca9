import { Tensor } from '../tensor';
import { type Chart, chart, type Frame, palette } from './chart';
import { round } from './styles';

/** What is counted, and how. */
export interface HistogramsOptions extends Partial<Frame> {
  /** What is counted, for the title and the axis; 'weights' unless told otherwise. */
  of?: 'weights' | 'activations' | 'gradients';
  /** Bars in each panel; 30 unless told otherwise. */
  bins?: number;
  /** Panels in a row; 3 unless told otherwise. */
  columns?: number;
  /** The same values on the horizontal axis of each panel; true unless told otherwise. */
  sharedAxis?: boolean;
}

/**
 * How the weights, activations or gradients of each layer are spread: one panel a layer, in the given order, such as
 * `Object.fromEntries(model.namedParameters())` or `train.activations(model, x)`. NaN and infinities are left out and
 * counted in the panel's title.
 * @throws unless bins is a whole number ≥ 1
 */
export function histograms(
  layers: Readonly<Record<string, Tensor | ArrayLike<number>>>,
  { of = 'weights', bins = 30, columns = 3, sharedAxis = true, ...frame }: HistogramsOptions = {},
): Chart {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`histograms: bins is a whole number ≥ 1, got ${bins}`);
  const entries = Object.entries(layers).map(([name, values]) => {
    const numbers = Array.from(values instanceof Tensor ? values.data : values);
    const finite = numbers.filter(Number.isFinite);
    return { name, finite, left: numbers.length - finite.length };
  });
  const all = range(entries.flatMap(({ finite }) => finite));
  const rows = entries.flatMap(({ name, finite, left }) => {
    const [low, high] = sharedAxis ? all : range(finite);
    const width = (high - low) / bins;
    const counts = new Array<number>(bins).fill(0);
    for (const value of finite) counts[Math.min(bins - 1, Math.floor((value - low) / width))]++;
    const layer = left === 0 ? name : `${name} (${left} not finite)`;
    return counts.map((count, i) => ({
      layer,
      from: low + i * width,
      to: low + (i + 1) * width,
      share: finite.length === 0 ? 0 : (100 * count) / finite.length,
      count,
    }));
  });
  const spreads = entries.map(({ name, finite }) => `${name}: ${round(std(finite))}`);
  return chart(
    {
      title: `${of[0].toUpperCase()}${of.slice(1)} of each layer`,
      description: `A histogram of the ${of} for each of ${entries.length} layers. Standard deviations: ${spreads.join('; ')}.`,
      ...frame,
    },
    {
      data: { values: rows },
      columns,
      facet: {
        field: 'layer',
        type: 'nominal',
        title: null,
        sort: [...new Set(rows.map(({ layer }) => layer))],
        header: { labelFontSize: 12, labelFontWeight: 'bold' },
      },
      spec: {
        width: frame.width ?? 180,
        height: frame.height ?? 120,
        mark: { type: 'bar', color: palette.blue, stroke: 'white', strokeWidth: 0.3, tooltip: true },
        encoding: {
          x: {
            field: 'from',
            type: 'quantitative',
            title: of,
            bin: { binned: true },
            axis: { tickCount: 5 },
          },
          x2: { field: 'to' },
          y: { field: 'share', type: 'quantitative', title: 'share (%)' },
        },
      },
      resolve: { scale: { x: 'independent', y: 'independent' } },
    },
  );
}

/** The smallest and the largest; a width of 1 around a single value. */
function range(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [-0.5, 0.5];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

function std(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
