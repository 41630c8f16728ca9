import { data, nn, plot, tensor, zeros } from 'backprop-lab';
import { compile } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { toSVG } from '../../lib/plot/svg';
import { charts } from './plot-samples';

/** Every object inside a specification. */
function* objectsIn(value: unknown): Iterable<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

const POSITIONS = ['x', 'y'];
/** Greys, with or without repeated digits. */
const NEUTRAL = /^#(([0-9a-f])\2\2|([0-9a-f]{2})\3\3)$/i;
/** Marks that are pictures or diagrams have no axes. */
const WITHOUT_AXES = ['graph', 'images', 'filters', 'filtersOfAllChannels', 'detections'];

describe.each(Object.entries(charts))('%s', (name, make) => {
  const spec = make();

  test('has a title and a description, and compiles without a warning', () => {
    const warnings: string[] = [];
    const logger = {
      level: () => logger,
      warn: (...words: unknown[]) => {
        warnings.push(words.join(' '));
        return logger;
      },
      info: () => logger,
      debug: () => logger,
      error: (...words: unknown[]) => {
        warnings.push(words.join(' '));
        return logger;
      },
    };
    // The type of the logger asks for more than is used of it.
    compile(spec, { logger: logger as never });
    expect(warnings).toEqual([]);
    expect(spec.title).toMatchObject({ text: expect.stringMatching(/\w/) });
    expect(String(spec.description).length).toBeGreaterThan(20);
    expect(String(spec.description)).not.toMatch(/undefined|NaN|\[object/);
  });

  test('draws its title and the titles of its axes', () => {
    const svg = toSVG(spec);
    expect(svg).toContain(
      (spec.title as { text: string }).text.replace(/&/g, '&amp;').replace(/"/g, '&quot;'),
    );
    expect(svg).not.toMatch(/NaN|undefined/);
    if (WITHOUT_AXES.includes(name)) return;
    const channels = [...objectsIn(spec)].flatMap((part) =>
      POSITIONS.map((channel) => part[channel]).filter(
        (channel): channel is Record<string, unknown> =>
          typeof channel === 'object' && channel !== null && 'title' in channel,
      ),
    );
    const titles = new Set(channels.map(({ title }) => String(title)));
    expect(titles.size).toBeGreaterThanOrEqual(2);
    for (const title of titles) expect(svg).toContain(`>${title.replace(/&/g, '&amp;')}<`);
  });

  test('has colours of the palette only', () => {
    const allowed = new Set<string>(Object.values(plot.palette));
    // Data may hold colours of their own: pictures, and mixtures with white.
    const marks = JSON.stringify(spec, (key, value) => (key === 'values' ? undefined : value));
    for (const part of objectsIn(JSON.parse(marks))) {
      for (const value of Object.values(part).flat()) {
        if (typeof value === 'string' && /^#[0-9a-f]{3,8}$/i.test(value) && !NEUTRAL.test(value))
          expect(allowed).toContain(value);
      }
    }
  });
});

const { TensorDataset } = data;

describe('what does not fit is refused', () => {
  const points = new TensorDataset(zeros([4, 3]), zeros([4]));
  const cases: [string, () => unknown, RegExp][] = [
    [
      'decisionBoundary',
      () => plot.decisionBoundary((x) => x, points),
      /expected points \[n, 2\].*got \[4, 3\]/,
    ],
    [
      'decisionBoundary output',
      () => plot.decisionBoundary((x) => x.sum(), new TensorDataset(zeros([4, 2]), zeros([4]))),
      /expected an output of \[2500\]/,
    ],
    [
      'confusionMatrix',
      () => plot.confusionMatrix({ matrix: [[1, 2]], classes: ['a', 'b'] }),
      /2×2, got 1×2/,
    ],
    ['filters', () => plot.filters(zeros([3, 3])), /\[out, in, height, width\], got \[3, 3\]/],
    [
      'filters channel',
      () => plot.filters(zeros([1, 1, 3, 3]), { channel: 1 }),
      /no input channel 1 among 1/,
    ],
    ['latentScatter', () => plot.latentScatter(zeros([5, 3])), /codes \[n, 2\], got \[5, 3\]/],
    [
      'latentScatter labels',
      () => plot.latentScatter(zeros([5, 2]), { labels: [1] }),
      /5 points.*labels, got 1/,
    ],
    ['detections', () => plot.detections(zeros([2, 4, 4]), []), /\[3, height, width\].*got \[2, 4, 4\]/],
    [
      'attentionMap',
      () => plot.attentionMap(zeros([2, 2]), { source: ['a'], target: ['b', 'c'] }),
      /got \[2, 2\]/,
    ],
    ['histograms', () => plot.histograms({ a: [1] }, { bins: 0 }), /bins.*got 0/],
    [
      'lossSurface',
      () => plot.lossSurface(() => Number.NaN, { domain: { x: [0, 1], y: [0, 1] } }),
      /not a number anywhere/,
    ],
    ['series', () => plot.series([{ time: 'soon', value: 1 }], { valueTitle: 'v' }), /expected a time.*soon/],
  ];
  test.each(cases)('%s', (_name, make, message) => {
    expect(make).toThrow(message);
  });
});

/** The rows of the n-th part of a layered chart. */
const rowsOf = (chart: plot.Chart, layer: number): Record<string, unknown>[] =>
  (chart as unknown as { layer: { data: { values: Record<string, unknown>[] } }[] }).layer[layer].data.values;
const valuesOf = (chart: plot.Chart): Record<string, unknown>[] =>
  (chart as unknown as { data: { values: Record<string, unknown>[] } }).data.values;

describe('numbers', () => {
  test('decisionBoundary: every point of the plane has the colour of the class that is chosen', () => {
    const dataset = new TensorDataset(
      tensor([
        [-1, 0],
        [1, 0],
      ]),
      tensor([0, 1], { dtype: 'int32' }),
    );
    const chart = plot.decisionBoundary((x) => x.slice([], [0, 1]).mul(100), dataset, { resolution: 10 });
    for (const { x, x2, colour } of rowsOf(chart, 0) as { x: number; x2: number; colour: string }[]) {
      const [red, , blue] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
      // Class 1 is vermilion, right of 0; class 0 blue, left of it.
      expect(red > blue).toBe((x + x2) / 2 > 0);
    }
  });

  test('a model is evaluated without dropout and afterwards trains as before', () => {
    const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Dropout(0.5), new nn.Linear(8, 2));
    const dataset = new TensorDataset(
      tensor([
        [-1, 0],
        [1, 0],
      ]),
      tensor([0, 1], { dtype: 'int32' }),
    );
    const make = () => plot.decisionBoundary(model, dataset);
    expect(make()).toEqual(make());
    expect(model.training).toBe(true);
  });

  test('histograms: all finite values are counted, the largest too, and the others named', () => {
    const rows = valuesOf(plot.histograms({ a: [0, 0.5, 1, Number.NaN], b: [1] }, { bins: 2 }));
    expect(rows.map(({ layer, count }) => [layer, count])).toEqual([
      ['a (1 not finite)', 1],
      ['a (1 not finite)', 2],
      ['b', 0],
      ['b', 1],
    ]);
  });

  test('gradientFlow: a gradient of 0 is below all others, and called zero', () => {
    const rows = valuesOf(
      plot.gradientFlow([
        { layer: 'a', norm: 0.02 },
        { layer: 'b', norm: 0 },
      ]),
    );
    expect(rows.map(({ norm, state }) => [norm, state])).toEqual([
      [0.02, 'above 0'],
      [0.001, 'zero'],
    ]);
  });

  test('rocCurve: the area is that of the trapezoids', () => {
    const chart = plot.rocCurve([
      { fpr: 0, tpr: 0 },
      { fpr: 0.5, tpr: 0.75 },
      { fpr: 1, tpr: 1 },
    ]);
    expect(chart.title).toMatchObject({ text: 'ROC curve, area 0.625' });
  });

  test('attentionMap: tokens that come twice keep their columns', () => {
    const rows = valuesOf(plot.attentionMap([[0.25, 0.75]], { source: ['a', 'a'], target: ['b'] }));
    expect(rows.map(({ column, weight }) => [column, weight])).toEqual([
      [0, 0.25],
      [1, 0.75],
    ]);
  });

  test('lossSurface: the lowest band is lightest; steps that left the loss finite are in the rows', () => {
    const chart = plot.lossSurface((x) => x * x, {
      domain: { x: [-1, 1], y: [0, 1] },
      resolution: 9,
      paths: [
        {
          name: 'GD',
          points: [
            [1, 0],
            [0, 0],
          ],
        },
      ],
    });
    const lightest = (rowsOf(chart, 0) as { x: number; x2: number; colour: string }[]).filter(
      ({ colour }) => colour === '#ffffff',
    );
    for (const { x, x2 } of lightest) expect(x < 0 && x2 > 0).toBe(true);
    expect(rowsOf(chart, 1).map(({ step, loss }) => [step, loss])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('series: dates without a zone mean the same everywhere', () => {
    const rows = valuesOf(plot.series([{ time: '1990-03', value: 1 }], { valueTitle: 'v' }));
    expect(rows[0].time).toBe(Date.UTC(1990, 2, 1));
  });

  test('lossCurves: many epochs are said in full', () => {
    const record = { epoch: 1200, step: 1, trainLoss: 0.0123, seconds: 1, learningRate: 1 };
    expect(plot.lossCurves([record]).description).toContain('After 1200 epochs the training loss is 0.0123.');
    const part = plot.lossCurves([{ ...record, epoch: 1234.125 }]).description;
    expect(part).toContain('After 1234.13 epochs');
  });

  test('searchResults: failed trials are counted, not drawn', () => {
    const chart = charts.searchResults();
    expect(valuesOf(chart)).toHaveLength(5);
    expect(chart.description).toContain('1 failed');
  });
});
