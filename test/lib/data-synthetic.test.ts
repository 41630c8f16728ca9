import { data, type Tensor, tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Canvas } from '../../lib/data/canvas';

const same = (a: data.TensorDataset, b: data.TensorDataset): boolean =>
  a.tensors.every((x, i) => x.data.every((value, j) => value === b.tensors[i].data[j]));
const column = (x: Tensor, c: number): number[] => Array.from(x.slice([], c).data);

describe('small problems', () => {
  test.each([
    ['twoMoons', data.twoMoons, 2],
    ['spirals', data.spirals, 2],
    ['xor', data.xor, 2],
    ['noisySine', data.noisySine, 1],
  ] as const)('%s: shapes, balance, and a seed that fixes every number', (name, make, width) => {
    const set: data.TensorDataset<[Tensor, Tensor]> = make({ count: 60, seed: 3 });
    expect(set.tensors[0].shape).toEqual([60, width]);
    expect(same(set, make({ count: 60, seed: 3 }))).toBe(true);
    expect(same(set, make({ count: 60, seed: 4 }))).toBe(false);
    if (width === 2) expect(set.tensors[1].mean().item()).toBe(0.5);
    expect(make({ dtype: 'float64' }).tensors[0].dtype).toBe('float64');
    expect(() => make({ count: 0 })).toThrow(new RegExp(`${name}: count is a whole number ≥ 1, got 0`));
    expect(() => make({ noise: Number.NaN })).toThrow(new RegExp(`${name}: noise`));
  });

  test('without noise, the points lie on their curves', () => {
    const [moons, moon] = data.twoMoons({ noise: 0, dtype: 'float64' }).tensors;
    column(moons, 0).forEach((x, i) => {
      const [cx, cy] = moon.data[i] === 0 ? [0, 0] : [1, 0.5];
      expect(Math.hypot(x - cx, moons.data[2 * i + 1] - cy)).toBeCloseTo(1, 12);
    });
    const [corners, labels] = data.xor({ noise: 0 }).tensors;
    column(corners, 0).forEach((x, i) => {
      expect(x * corners.data[2 * i + 1]).toBe(labels.data[i] === 1 ? -1 : 1);
    });
    const [x, y] = data.noisySine({ noise: 0, dtype: 'float64', frequency: 2, range: [0, 1] }).tensors;
    expect(Math.min(...x.data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...x.data)).toBeLessThan(1);
    x.data.forEach((value, i) => {
      expect(y.data[i]).toBe(Math.sin(2 * value));
    });
  });

  test('the arms of a spiral turn into one another', () => {
    const [points, labels] = data.spirals({ classes: 3, turns: 2, noise: 0, dtype: 'float64' }).tensors;
    column(points, 0).forEach((x, i) => {
      const y = points.data[2 * i + 1];
      const turn = Math.atan2(y, x) / (2 * Math.PI) - 2 * Math.hypot(x, y) - labels.data[i] / 3;
      expect(Math.abs(turn - Math.round(turn))).toBeLessThan(1e-9);
    });
    expect(() => data.spirals({ classes: 1 })).toThrow(/classes/);
    expect(() => data.spirals({ turns: 0 })).toThrow(/turns/);
    expect(() => data.noisySine({ range: [1, 1] })).toThrow(/low < high, got \[1, 1\]/);
  });
});

describe('road scenes', () => {
  const scenes = data.roadScenes({ count: 120, seed: 5 });

  test('pictures of light between 0 and 1, boxes inside of them', () => {
    expect(scenes.images.shape).toEqual([120, 3, 64, 96]);
    expect(scenes.images.data.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (const [c, x, y, w, h] of scenes.boxes.flat()) {
      expect([0, 1, 2]).toContain(c);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(w, h)).toBeGreaterThanOrEqual(3);
      expect(x + w).toBeLessThanOrEqual(96);
      expect(y + h).toBeLessThanOrEqual(64);
    }
  });

  test('varied: every class and sky, boxes of many sizes, nearly every scene has one', () => {
    const boxes = scenes.boxes.flat();
    for (const c of [0, 1, 2]) expect(boxes.filter((box) => box[0] === c).length).toBeGreaterThan(40);
    for (const sky of ['day', 'dusk', 'rain'] as const)
      expect(scenes.skies.filter((s) => s === sky).length).toBeGreaterThan(20);
    const areas = boxes.map(([, , , w, h]) => w * h);
    expect(Math.max(...areas)).toBeGreaterThan(20 * Math.min(...areas));
    expect(scenes.boxes.filter((list) => list.length === 0).length).toBeLessThan(15);
  });

  test('a seed fixes every pixel, and the first scenes do not depend on the count', () => {
    const few = data.roadScenes({ count: 3, seed: 5 });
    expect(few.images.data.every((value, i) => value === scenes.images.data[i])).toBe(true);
    expect(few.boxes).toEqual(scenes.boxes.slice(0, 3));
    const other = data.roadScenes({ count: 3, seed: 6 });
    expect(few.images.data.some((value, i) => value !== other.images.data[i])).toBe(true);
  });

  test('other sizes, none at all, and refusals', () => {
    expect(data.roadScenes({ count: 2, size: [32, 40] }).images.shape).toEqual([2, 3, 32, 40]);
    expect(data.roadScenes({ count: 0 }).images.shape).toEqual([0, 3, 64, 96]);
    expect(() => data.roadScenes({ count: 1.5 })).toThrow(/got 1.5/);
    expect(() => data.roadScenes({ size: [8, 96] })).toThrow(/≥ 16, got \[8, 96\]/);
  });

  test('the box of an object is the smallest around its pixels; what covers it is counted', () => {
    const pixels = new Float32Array(3 * 10 * 12);
    const canvas = new Canvas(12, 10, pixels);
    canvas.rectangle(2, 3, 4, 5, [1, 1, 1], 1);
    canvas.ellipse(4, 5.5, 1, 1, [0.5, 0, 0], 1);
    expect(canvas.extent(1)).toEqual({ left: 2, top: 3, right: 6, bottom: 8, painted: 20, visible: 20 });
    expect(pixels[3 * 12 + 2]).toBe(1);
    expect(pixels[3 * 12 + 6]).toBe(0);
    canvas.polygon(
      [
        [0, 0],
        [4, 0],
        [4, 10],
        [0, 10],
      ],
      [0, 0, 1],
      2,
    );
    expect(canvas.extent(1)?.visible).toBe(10);
    // Half a pixel covered is half the light.
    canvas.rectangle(8.5, 0, 1, 1, [1, 1, 1]);
    expect([pixels[7], pixels[8], pixels[9]]).toEqual([0, 0.5, 0.5]);
    canvas.rectangle(20, 20, 5, 5, [1, 1, 1], 3);
    expect(canvas.extent(3)).toBeNull();
  });
});

describe('Vocabulary', () => {
  test('decode(encode(text)) is the text, whatever its script', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
        const vocabulary = new data.Vocabulary(texts);
        for (const text of texts) {
          expect(vocabulary.decode(vocabulary.encode(text, { start: true, end: true }))).toBe(
            text.normalize(),
          );
        }
      }),
    );
  });

  test('what a reader sees as one character is one token', () => {
    const vocabulary = new data.Vocabulary(['e\u0301👩🏽‍🔬بً']);
    expect(vocabulary.characters).toHaveLength(3);
    // Composed or not, é is the same.
    expect(vocabulary.encode('\u00e9')).toEqual(vocabulary.encode('e\u0301'));
  });

  test('batches are padded; decoding stops at the end', () => {
    const vocabulary = new data.Vocabulary(['ab', 'c']);
    expect(vocabulary.size).toBe(6);
    const batch = vocabulary.encodeBatch(['ab', 'c'], { start: true, end: true });
    expect([batch.dtype, batch.toArray()]).toEqual([
      'int32',
      [
        [1, 3, 4, 2],
        [1, 5, 2, 0],
      ],
    ]);
    expect(vocabulary.encodeBatch(['c'], { length: 3 }).toArray()).toEqual([[5, 0, 0]]);
    expect(vocabulary.decode(tensor([1, 3, 2, 4, 0], { dtype: 'int32' }))).toBe('a');
    expect(vocabulary.encodeBatch([]).shape).toEqual([0, 0]);
    expect(() => vocabulary.encode('abx')).toThrow(/'x' of 'abx' is not among the 3 characters/);
    expect(() => vocabulary.encodeBatch(['ab'], { length: 1 })).toThrow(
      /2 tokens, which do not fit in length 1/,
    );
    expect(() => vocabulary.decode([6])).toThrow(/6 is not one of the tokens 0 … 5/);
  });
});

describe('dates', () => {
  test('Arabic has Arabic-Indic digits and no invisible marks; sources come once', () => {
    const { pairs, source, target, locale } = data.dates({ count: 400, seed: 1 });
    expect(locale).toBe('ar-u-nu-arab');
    expect(new Set(pairs.map((pair) => pair.source)).size).toBe(400);
    for (const pair of pairs) {
      expect(pair.target).toMatch(/^[\p{Script=Arabic}\p{Nd}\p{Mn}\s\p{P}]+$/u);
      expect(pair.target).not.toMatch(/[0-9\u200e\u200f\u061c\u00a0\u202f]/);
      expect(pair.source).toMatch(/^[\w ,%-]+$/);
      expect(source.decode(source.encode(pair.source))).toBe(pair.source);
      expect(target.decode(target.encode(pair.target))).toBe(pair.target);
    }
  });

  test('French: what dates and phrases become', () => {
    const pairs = new Map(
      data.dates({ count: 6000, locale: 'fr', seed: 2 }).pairs.map(({ source, target }) => [source, target]),
    );
    const month =
      /^(\d+) (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) (\d{4})$/;
    for (const [source, target] of pairs) {
      const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(source);
      if (iso !== null) {
        const parts = month.exec(target.replace('1er', '1'));
        expect([parts?.[3], Number(parts?.[1])]).toEqual([iso[1], Number(iso[3])]);
      }
    }
    expect(pairs.get('three days ago') ?? pairs.get('3 days ago')).toBe('il y a 3 jours');
    expect(
      [...pairs.keys()].some((source) => /the 1st of|the 2nd of|the 3rd of|the 11th of/.test(source)),
    ).toBe(true);
    expect([...pairs.keys()].some((source) => /11st|12nd|13rd|1th\b(?<!11th)/.test(source))).toBe(false);
  });

  test('a seed fixes the pairs; weekdays are in the translation only if they are in the source', () => {
    const { pairs } = data.dates({ count: 300, locale: 'en', seed: 9 });
    expect(data.dates({ count: 300, locale: 'en', seed: 9 }).pairs).toEqual(pairs);
    const weekday = /(mon|tues|wednes|thurs|fri|satur|sun)day|^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) /i;
    for (const { source, target } of pairs) expect(weekday.test(target)).toBe(weekday.test(source));
  });

  test('refusals', () => {
    expect(() => data.dates({ count: 0 })).toThrow(/1 … 100000, got 0/);
    expect(() => data.dates({ locale: 'no language' })).toThrow(/is no language tag/);
    expect(() => data.dates({ locale: 'tlh' })).toThrow(/no language data of 'tlh'; use another language/);
  });

  test('a Node with English only says so', () => {
    const real = Intl.DateTimeFormat.supportedLocalesOf;
    Intl.DateTimeFormat.supportedLocalesOf = ((tags: string | readonly string[]) =>
      [tags].flat().filter((tag) => tag.startsWith('en'))) as typeof real;
    try {
      expect(() => data.dates({ locale: 'ar' })).toThrow(/built with small-icu, English only/);
      expect(data.dates({ locale: 'en', count: 2 }).pairs).toHaveLength(2);
    } finally {
      Intl.DateTimeFormat.supportedLocalesOf = real;
    }
  });
});
