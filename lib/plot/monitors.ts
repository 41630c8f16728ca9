/** What the monitors of a training saw. */
import type { GradientNormRow, MonitorRow } from '../train';
import { type Chart, chart, type Frame, palette } from './chart';
import { distinct, groupScales, round } from './styles';

/**
 * The size of each layer's gradient, from the input on the left to the output on the right, on a log scale: the last
 * measurement as a line, and the range of all of them. Falling or climbing by powers of ten from layer to layer, the
 * gradient vanishes or explodes. A gradient of exactly 0 is drawn as a cross at the bottom.
 */
export function gradientFlow(
  rows: readonly (Pick<GradientNormRow, 'layer' | 'norm'> & { step?: number })[],
  frame: Partial<Frame> = {},
): Chart {
  const layers = distinct(rows.map(({ layer }) => layer));
  const positive = rows.map(({ norm }) => norm).filter((norm) => norm > 0 && Number.isFinite(norm));
  // A decade below everything else, where a logarithm puts nothing.
  const lowest = Math.floor(Math.log10(positive.reduce((a, b) => Math.min(a, b), 1)));
  const floor = 10 ** (rows.some(({ norm }) => norm === 0) ? lowest - 1 : lowest);
  const values = layers.map((layer) => {
    const own = rows.filter((row) => row.layer === layer);
    const last = own[own.length - 1].norm;
    const norms = own.map(({ norm }) => Math.max(norm, floor));
    return {
      layer,
      norm: Math.max(last, floor),
      measured: last,
      low: Math.min(...norms),
      high: Math.max(...norms),
      state: last === 0 ? 'zero' : 'above 0',
    };
  });
  const x = {
    field: 'layer',
    type: 'nominal',
    title: 'layer, from input to output',
    sort: layers,
    axis: { labelAngle: layers.length > 5 ? -40 : 0, labelLimit: 140 },
  };
  const scale = { type: 'log', domainMin: floor };
  const axis = { format: '~e', tickCount: 6 };
  const y = { field: 'norm', type: 'quantitative', title: 'gradient norm ‖∂L/∂θ‖ (log scale)', scale, axis };
  const tooltip = [
    { field: 'layer', type: 'nominal' },
    { field: 'measured', type: 'quantitative', format: '.3~e', title: 'last norm' },
    { field: 'low', type: 'quantitative', format: '.3~e', title: 'smallest' },
    { field: 'high', type: 'quantitative', format: '.3~e', title: 'largest' },
  ];
  return chart(
    {
      title: 'Gradient flow',
      description: `The norm of the gradient of ${layers.length} layers, from input to output: ${values.map(({ layer, measured }) => `${layer} ${round(measured)}`).join(', ')}.`,
      ...frame,
    },
    {
      data: { values },
      encoding: { x },
      layer: [
        {
          mark: { type: 'rule', color: palette.sky, strokeWidth: 6, strokeCap: 'round' },
          encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        { mark: { type: 'line', color: palette.blue }, encoding: { y } },
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: {
            y,
            color: {
              condition: { test: "datum.state === 'zero'", value: palette.vermilion },
              value: palette.blue,
            },
            shape: { condition: { test: "datum.state === 'zero'", value: 'cross' }, value: 'circle' },
            tooltip,
          },
        },
      ],
    },
  );
}

/** The vertical axis. */
export interface OverStepsOptions extends Partial<Frame> {
  /** The title of the vertical axis, with its unit; the field's name unless told otherwise. */
  axisTitle?: string;
  /** A logarithmic axis, on which numbers that are not above 0 are left out; false unless told otherwise. */
  log?: boolean;
}

/** The names of the numbers of a row. */
type NumberField<Row> = { [K in keyof Row]: Row[K] extends number ? K : never }[keyof Row] & string;

/** One number of a monitor's rows over the steps, a line for each layer. Click a name to fade the other lines. */
export function overSteps<Row extends MonitorRow>(
  rows: readonly Row[],
  field: NumberField<Row>,
  { axisTitle = field, log = false, ...frame }: OverStepsOptions = {},
): Chart {
  const layers = distinct(rows.map(({ layer }) => layer));
  const numbers = rows.map((row) => ({ step: row.step, layer: row.layer, value: Number(row[field]) }));
  const values = numbers.filter(({ value }) => Number.isFinite(value) && (!log || value > 0));
  const scales = groupScales(layers);
  const legend = { title: 'layer', symbolType: 'stroke', labelLimit: 200 };
  const last = layers.map((layer) => {
    const value = values.filter((row) => row.layer === layer).at(-1)?.value;
    return `${layer} ${value === undefined ? 'nothing' : round(value)}`;
  });
  return chart(
    {
      title: `${field[0].toUpperCase()}${field.slice(1)} of each layer`,
      description: `Line chart of ${axisTitle} over the training steps, for ${layers.length} layers. At the end: ${last.join(', ')}.`,
      ...frame,
    },
    {
      data: { values },
      params: [{ name: 'shown', select: { type: 'point', fields: ['layer'] }, bind: 'legend' }],
      mark: { type: 'line', tooltip: true, point: values.length <= layers.length * 2 },
      encoding: {
        x: { field: 'step', type: 'quantitative', title: 'training steps (batches)' },
        y: {
          field: 'value',
          type: 'quantitative',
          title: log ? `${axisTitle} (log scale)` : axisTitle,
          scale: log ? { type: 'log' } : {},
          axis: log ? { format: '~e', tickCount: 6 } : {},
        },
        color: { field: 'layer', type: 'nominal', scale: scales.color, legend },
        strokeDash: { field: 'layer', type: 'nominal', scale: scales.dash, legend },
        opacity: { condition: { param: 'shown', value: 1 }, value: 0.15 },
      },
    },
  );
}
