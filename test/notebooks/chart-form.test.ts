import { expect, test } from 'vitest';
import { palette } from '../../lib/plot';
import type { Notebook } from '../../tools/notebooks/notebook';
import { chartFaults } from './chart-form';

const good = {
  title: { text: 'Loss over time' },
  description: 'The loss falls from 2.3 to 0.1 in ten epochs.',
  mark: { type: 'line', color: palette.blue },
  encoding: {
    x: { field: 'epoch', type: 'quantitative', title: 'epoch' },
    y: { field: 'loss', type: 'quantitative', axis: { title: 'loss' } },
    color: { field: 'run', scale: { range: [palette.blue, palette.vermilion] } },
  },
};
const picture = { 'image/svg+xml': '<svg></svg>', 'text/plain': 'words' };

const faults = (chart: object, beside: object = picture): string[] =>
  chartFaults({
    cells: [
      {
        cell_type: 'code',
        id: 'a',
        source: 'show()',
        outputs: [
          { output_type: 'display_data', data: { 'application/vnd.vegalite.v5+json': chart, ...beside } },
        ],
      },
    ],
  } as unknown as Notebook);

test('a good chart has no faults, alone or in layers and panels', () => {
  expect(faults(good)).toEqual([]);
  const { encoding, ...rest } = good;
  expect(faults({ ...rest, layer: [{ mark: 'point' }, { encoding }] })).toEqual([]);
  expect(faults({ ...rest, facet: { row: { field: 'run' } }, spec: { encoding } })).toEqual([]);
  expect(
    faults({ ...rest, hconcat: [{ encoding }, { encoding: { x: { field: 'a', axis: null } } }] }),
  ).toEqual([]);
});

test.each<[string, object, RegExp]>([
  ['title', { title: '' }, /no title/],
  ['description', { description: 'A line.' }, /no description/],
  [
    'axis title',
    { encoding: { ...good.encoding, y: { field: 'loss', type: 'quantitative' } } },
    /the y axis has no/,
  ],
  [
    'axis title switched off',
    { encoding: { ...good.encoding, x: { field: 'x', title: null } } },
    /the x axis has no/,
  ],
  [
    'pale line',
    { mark: { type: 'line', color: palette.yellow } },
    /F0E442 has a contrast of only 1\.\d to white/,
  ],
  [
    'red beside green',
    { encoding: { ...good.encoding, color: { scale: { range: ['#c03000', '#5f6a00'] } } } },
    /deuteranopia/,
  ],
])('names a fault: %s', (_name, change, words) => {
  expect(faults({ ...good, ...change }).join()).toMatch(words);
});

test('asks for a static picture and for words beside the chart', () => {
  expect(faults(good, {})).toEqual(['a: no static picture', 'a: no text']);
});
