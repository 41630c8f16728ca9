import { describe, expect, test } from 'vitest';
import { toSVG } from '../../lib/plot/svg';
import { type Growth, opsChart } from '../../tools/bench/ops-chart';
import { growthReport, kernelReport, type Speed } from '../../tools/bench/ops-report';
import type { Entry } from '../../tools/bench/race';
import { digits, report } from '../../tools/bench/report';
import { trainChart } from '../../tools/bench/train-chart';

const entry = (changes: Partial<Entry>): Entry => ({
  ...{
    family: 'ours',
    title: 'this library',
    times: null,
    processor: null,
    rounds: 0,
    differs: null,
    cannot: null,
  },
  ...changes,
});
const entries: Entry[] = [
  entry({ times: { median: 2, least: 1, most: 4 }, processor: 1.5, rounds: 5 }),
  entry({ family: 'pytorch', title: 'PyTorch', times: { median: 3, least: 3, most: 3 }, rounds: 1 }),
  entry({
    ...{ family: 'brain', title: 'brain.js', times: { median: 200, least: 100, most: 300 }, rounds: 5 },
    differs: 'it learns one by one',
  }),
  entry({ family: 'jax', title: 'jax-js', cannot: 'there is no program jax' }),
];

describe('a race as text', () => {
  const lines = report(entries).split('\n');
  test('times, rounds, and the ratio to this library', () => {
    expect(lines[0]).toMatch(
      /^ms for one step +median +least +most +processor +rounds +beside this library$/,
    );
    expect(lines[1]).toMatch(/^this library +2\.00 +1\.00 +4\.00 +1\.50 +5 +1\.00 ×$/);
    expect(lines[2]).toMatch(/^PyTorch +3\.00 +3\.00 +3\.00 +– +1 +1\.50 ×$/);
    expect(lines[3]).toMatch(/^brain\.js \* +200 +100 +300 +– +5 +100 ×$/);
    expect(lines[4]).toMatch(/^jax-js( +–){6}$/);
  });
  test('a sentence for each that cannot do it, or does something else', () => {
    expect(lines.slice(5)).toEqual([
      '* brain.js cannot be compared: it learns one by one.',
      'jax-js: there is no program jax.',
    ]);
  });
  test('without this library there is no ratio', () => {
    expect(report(entries.slice(1)).split('\n')[0]).not.toContain('beside');
  });
});

test('three digits, and never fewer than those before the point', () => {
  expect([0.012345, 1.5, 99.96, 1234.5].map(digits)).toEqual(['0.0123', '1.50', '100', '1235']);
});

interface Panel {
  title: { text: string };
  data: { values: Record<string, unknown>[] };
  layer: {
    mark: { type: string };
    encoding: Record<string, { field?: string; scale?: { type?: string } }>;
  }[];
}
const panelsOf = (spec: object): Panel[] => (spec as { concat: Panel[] }).concat;

describe('the chart of races', () => {
  const spec = trainChart([
    { name: 'mlp', title: 'an MLP', entries },
    { name: 'tiny', title: 'a tiny one', entries: entries.slice(0, 1) },
  ]);
  test('a panel for each workload, ms on a logarithmic scale, with bars from the least to the most', () => {
    const panels = panelsOf(spec);
    expect(panels.map(({ title }) => title.text)).toEqual(['an MLP', 'a tiny one']);
    const [rule, point] = panels[0].layer;
    expect([rule.encoding.x.field, rule.encoding.x2.field, point.encoding.x.field]).toEqual([
      'least',
      'most',
      'median',
    ]);
    for (const { encoding } of panels[0].layer) expect(encoding.x.scale?.type).toBe('log');
    expect(panels[0].data.values.map(({ peer }) => peer)).toEqual(['this library', 'PyTorch', 'brain.js *']);
  });
  test('is drawn with every name, unit and description', () => {
    const svg = toSVG(spec);
    for (const word of ['an MLP', 'PyTorch', 'brain.js *', 'time of one step (ms)', 'fastest this library'])
      expect(svg).toContain(word);
    expect(svg).not.toContain('TensorFlow');
  });
});

describe('kernels', () => {
  const speed = (changes: Partial<Speed>): Speed => ({
    ...{ title: 'product', limit: 'arithmetic', simd: 30, ceiling: 40, reference: 3, ms: 1, referenceMs: 10 },
    ...changes,
  });
  const grown: Growth[] = [
    {
      ...{ group: 'products', title: 'product', unit: 'n' },
      points: [
        { size: 16, ...speed({}) },
        { size: 32, ...speed({ ms: 8, reference: null, referenceMs: null }) },
      ],
    },
    {
      group: 'others',
      title: 'add',
      unit: 'numbers',
      points: [{ size: 256, ...speed({ limit: 'memory' }) }],
    },
  ];

  test('a table for each limit, with the share of the ceiling', () => {
    const text = kernelReport([speed({}), speed({ title: 'add', limit: 'memory', reference: null })]);
    expect(text).toMatch(/GFLOP\/s.*SIMD ceiling.*\nproduct +30\.0 +40\.0 +75 % +3\.00 +10\.0 ×\n/);
    expect(text).toMatch(/GB\/s.*a copy.*\nadd +30\.0 +40\.0 +75 % +– +–$/);
  });
  test('how much longer a larger size takes', () => {
    const [, first, second] = growthReport(grown).trim().split('\n');
    expect(first).toMatch(/^product, n +16 +1\.00 +10\.0 +– +– +30\.0 GFLOP\/s$/);
    expect(second).toMatch(/^product, n +32 +8\.00 +– +2\.00 × +8\.00 × +30\.0 GFLOP\/s$/);
  });
  test('a panel for each group, and the speed of products beside the ceiling', () => {
    const spec = opsChart(grown);
    expect(panelsOf(spec).map(({ title }) => title.text)).toEqual(['products', 'others', 'product: speed']);
    expect(panelsOf(spec)[2].data.values).toContainEqual({ size: 32, who: 'SIMD ceiling', speed: 40 });
    const svg = toSVG(spec);
    for (const word of ['time of one call (ms)', 'size (numbers)', 'speed (GFLOP/s)', 'SIMD ceiling'])
      expect(svg).toContain(word);
  });
});
