import { describe, expect, test } from 'vitest';
import { altText, toSVG } from '../../lib/plot/svg';

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
