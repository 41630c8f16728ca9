import { plot } from 'backprop-lab';
import { describe, expect, test } from 'vitest';
import { altText, toSVG } from '../../lib/plot/svg';
import { textWidth } from '../../lib/plot/text-width';

const bars = {
  title: 'A title much longer than the chart below it, which has only two narrow bars',
  description: 'Two bars & "more" $1 <here>.',
  data: {
    values: [
      { name: 'a', size: 1 },
      { name: 'b', size: 2 },
    ],
  },
  mark: 'bar',
  params: [{ name: 'k', value: 1, bind: { input: 'range', min: 0, max: 2 } }],
  encoding: {
    x: { field: 'name' },
    y: { field: 'size', type: 'quantitative', title: 'size (cm)' },
    color: { field: 'name', title: 'legend' },
  },
};

const attribute = (svg: string, name: string): number =>
  Number(new RegExp(` ${name}="([\\d.]+)"`).exec(svg)?.[1]);

describe('toSVG', () => {
  test('draws the chart with all its words', () => {
    const svg = toSVG(bars);
    for (const word of ['A title much', 'size (cm)', 'legend']) expect(svg).toContain(word);
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
  });

  test('cuts nothing off: the picture is as wide as the title', () => {
    const { title: _title, ...untitled } = bars;
    const [wide, narrow] = [toSVG(bars), toSVG(untitled)];
    expect(attribute(wide, 'width')).toBeGreaterThan(attribute(narrow, 'width') + 100);
    expect(attribute(wide, 'height')).toBeGreaterThan(attribute(narrow, 'height') + 10);
    expect(wide).toContain(`viewBox="0 0 ${attribute(wide, 'width')} ${attribute(wide, 'height')}"`);
  });

  test('has its description for those who cannot see it', () => {
    const label = `${bars.title}: Two bars &amp; &quot;more&quot; $1 &lt;here&gt;.`;
    expect(toSVG(bars)).toContain(` role="img" aria-label="${label}"><title>${label}</title>`);
    expect(altText({ title: { text: ['two', 'lines'] } })).toBe('two lines');
    expect(altText({})).toBe('Chart without a description');
  });

  test('leaves the specification as it was, and is the same every time', () => {
    const before = structuredClone(bars);
    expect(toSVG(bars)).toBe(toSVG(bars));
    expect(bars).toEqual(before);
  });

  test('refuses data that would have to be loaded', () => {
    expect(() => toSVG({ ...bars, data: { url: 'data.csv' } })).toThrow(
      /toSVG: .* loads its data from "data\.csv"/,
    );
  });

  test('fails at once on a specification that is wrong', () => {
    expect(() => toSVG({ ...bars, transform: [{ calculate: 'nonsense(', as: 'c' }] })).toThrow();
    expect(() =>
      toSVG({ mark: 'bar', data: { values: [{}] }, transform: [{ filter: 'noSuch(datum)' }] }),
    ).toThrow();
  });
});

describe('the width of text', () => {
  /** Thousandths of the font's size, from Adobe's font metrics of Helvetica. */
  const known: [string, number][] = [
    ['Hello', 722 + 556 + 222 + 222 + 556],
    ['0123456789', 5560],
    ['will it fit', 722 + 222 + 222 + 222 + 278 + 222 + 278 + 278 + 278 + 222 + 278],
    ['MAXIMUM', 3 * 833 + 667 + 667 + 278 + 722],
    ['training loss', 278 + 333 + 556 + 222 + 556 + 222 + 556 + 556 + 278 + 222 + 556 + 500 + 500],
  ];
  test.each(known)('of "%s" is that of Helvetica, with room for wider fonts', (text, width) => {
    const found = textWidth({ fontSize: 1000 }, text);
    expect(found).toBeGreaterThan(1.05 * width);
    expect(found).toBeLessThan(1.4 * width);
  });

  test('grows with the font and its weight, and ends at the limit; marks on letters have none', () => {
    expect(textWidth({ fontSize: 22 }, 'word')).toBe(2 * textWidth({}, 'word'));
    expect(textWidth({ fontWeight: 'bold' }, 'word')).toBeGreaterThan(textWidth({}, 'word'));
    expect(textWidth({ limit: 10 }, 'a long word')).toBe(10);
    expect(textWidth({}, 'e\u0301')).toBe(textWidth({}, 'e'));
    expect(textWidth({}, null)).toBe(0);
  });

  const long = 'the network with augmentation and batch norm';
  const chart = plot.chart(
    { title: 'Bars', description: 'One bar with a long name.' },
    {
      data: { values: [{ name: long, size: 1 }] },
      mark: 'bar',
      encoding: {
        y: { field: 'name', type: 'nominal', title: 'kind' },
        x: { field: 'size', type: 'quantitative', title: 'size' },
      },
    },
  );

  test('names of bars are not cut, and the title of their axis stands beyond them', () => {
    const svg = toSVG(chart);
    expect(svg).toContain(`>${long}<`);
    const [, offset] = /transform="translate\((-[\d.]+),[\d.]+\) rotate\(-90\)[^>]*>kind</.exec(svg) ?? [];
    // Wider than any usual font makes the name.
    expect(-Number(offset)).toBeGreaterThan(0.6 * 11 * long.length);
    expect(-Number(offset)).toBeLessThan(0.8 * 11 * long.length);
  });

  test('nor are the settings of a search', () => {
    const params = { lr: 0.00123, hidden: 64, activation: 'leakyRelu', optimizer: 'AdamW', dropout: 0.25 };
    const trials = [{ number: 1, params, score: 0.2, budget: 3, seconds: 1 }];
    const svg = toSVG(plot.searchResults({ trials, mode: 'min' }));
    expect(svg).toContain('>1: lr 0.00123, hidden 64, activation leakyRelu, optimizer AdamW, dropout 0.25<');
  });
});
