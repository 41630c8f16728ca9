import { formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { type Chart, chart, type Frame } from './chart';
import { diverging, round } from './styles';

/** Which filters are drawn. */
export interface FiltersOptions extends Partial<Frame> {
  /** Draw only the first so many output channels; 16 unless told otherwise. */
  limit?: number;
  /** Draw only this input channel; the first unless told otherwise, 'all' in columns. */
  channel?: number | 'all';
  /** Pictures in a row; 8 unless told otherwise. */
  columns?: number;
}

const PANEL = 72;

/**
 * The weights of a convolution [out, in, height, width] as small pictures, one an output channel: blue above 0,
 * vermilion below, white 0, the same scale for all. Point at a cell to read its weight.
 * @throws on another shape, and when there is no such channel
 */
export function filters(
  weight: Tensor,
  { limit = 16, channel = 0, columns = 8, ...frame }: FiltersOptions = {},
): Chart {
  if (weight.rank !== 4)
    throw new RangeError(
      `filters: expected a weight [out, in, height, width], got ${formatShape(weight.shape)}`,
    );
  const [outputs, inputs, height, width] = weight.shape;
  const channels = channel === 'all' ? Array.from({ length: inputs }, (_, i) => i) : [channel];
  if (channels.some((i) => !Number.isInteger(i) || i < 0 || i >= inputs))
    throw new RangeError(`filters: there is no input channel ${String(channel)} among ${inputs}`);
  const shown = Math.min(limit, outputs);
  const values: { output: number; input: number; row: number; column: number; weight: number }[] = [];
  for (let output = 0; output < shown; output++) {
    for (const input of channels) {
      for (let place = 0; place < height * width; place++) {
        const value = weight.data[(output * inputs + input) * height * width + place];
        values.push({ output, input, row: Math.floor(place / width), column: place % width, weight: value });
      }
    }
  }
  const largest = Math.max(1e-12, ...values.map((value) => Math.abs(value.weight)));
  const pixel = (field: 'row' | 'column') => ({ field, type: 'ordinal', axis: null });
  const spec = {
    width: PANEL,
    height: (PANEL * height) / width,
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: pixel('column'),
      y: pixel('row'),
      color: {
        field: 'weight',
        type: 'quantitative',
        title: 'weight',
        scale: diverging(largest),
      },
    },
  };
  const header = (field: string, labelExpr: string, title: string | null) => ({
    field,
    type: 'ordinal',
    title,
    header: { labelExpr, labelAngle: 0 },
  });
  const facet =
    channel === 'all'
      ? {
          row: header('output', "'out ' + datum.value", null),
          column: header('input', "'in ' + datum.value", null),
        }
      : header('output', "'filter ' + datum.value", null);
  return chart(
    {
      title: 'Filters',
      description: `The weights of ${shown} of ${outputs} filters of ${height}×${width}, ${channel === 'all' ? `for each of ${inputs} input channels` : `input channel ${channel}`}: blue above 0, vermilion below, up to ±${round(largest)}.`,
      ...frame,
    },
    { data: { values }, ...(channel === 'all' ? {} : { columns }), spacing: 8, facet, spec },
  );
}
