// What the last expression of a cell is shown as.

import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { arange, manualSeed, nn, randn, tensor, zeros } from '../../lib';
import { png } from '../../tools/kernel/rich-picture';
import { shownOf } from '../../tools/kernel/rich-table';
import { resultOf } from '../../tools/kernel/session-result';

async function shown(value: unknown): Promise<{ html: string; plain: string; kinds: string[] }> {
  const bundle = (await resultOf(value)) ?? {};
  return {
    html: String(bundle['text/html'] ?? ''),
    plain: String(bundle['text/plain']),
    kinds: Object.keys(bundle).sort(),
  };
}
/** The texts of the cells of a table, row by row. */
function cellsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...(row as string).matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, text]) => text as string),
  );
}
const pictures = (html: string): number => html.match(/<img src="data:image\/png;base64,/g)?.length ?? 0;

describe('a tensor', () => {
  it('is a table with headings, beside its plain text', async () => {
    const { html, plain, kinds } = await shown(
      tensor(
        [
          [1, 2.123456],
          [-3, 4],
        ],
        { requiresGrad: true },
      ),
    );
    expect(kinds).toEqual(['text/html', 'text/plain']);
    expect(cellsOf(html)).toEqual([
      ['', '0', '1'],
      ['0', '1', '2.123'],
      ['1', '-3', '4'],
    ]);
    expect(html).toContain('Tensor: shape [2, 2], float32, requiresGrad, from -3 to 4</caption>');
    expect(html.match(/<th scope="col"/g)).toHaveLength(3);
    expect(html.match(/<th scope="row"/g)).toHaveLength(2);
    expect(plain).toMatch(/^tensor\(\[\[/);
    expect(pictures(html)).toBe(0);
  });

  it('of one dimension is one row, and what is long is shortened', async () => {
    const { html } = await shown(arange(2000));
    const shortened = ['0', '1', '2', '3', '4', '…', '1995', '1996', '1997', '1998', '1999'];
    expect(cellsOf(html)).toEqual([
      ['', ...shortened],
      ['', ...shortened],
    ]);
    expect(html).toContain('shape [2000]');
  });

  it('that is large is a picture too, which says what its colours mean', async () => {
    manualSeed(1);
    const { html } = await shown(randn([20, 30]));
    expect(pictures(html)).toBe(1);
    expect(html).toMatch(/alt="Tensor: shape \[20, 30\], float32, from -\d/);
    expect(html).toContain('orange is below 0, white is 0, purple above');
    expect(cellsOf(html)).toHaveLength(12);
  });

  it('of many matrices shows the first of them', async () => {
    const { html } = await shown(arange(12 * 3 * 100).reshape([12, 3, 10, 10]));
    expect(pictures(html)).toBe(8);
    expect(html).toContain('alt="8 of 36"');
    expect(html).toContain('white is 0, black is 3599. The first 8 of 36:');
  });

  it('of NaN is shown, and says so', async () => {
    const { html } = await shown(tensor(new Array(100).fill(Number.NaN)).reshape([10, 10]));
    expect(html).toContain('with NaN or Infinity; green is NaN or infinite');
    expect(cellsOf(html)[1]?.[1]).toBe('NaN');
  });

  it.each([
    ['a scalar', tensor(3)],
    ['nothing', zeros([0, 3])],
    ['three small dimensions', zeros([2, 3, 2])],
  ])('of %s is only text', async (_what, value) => {
    const { kinds, plain } = await shown(value);
    expect(kinds).toEqual(['text/plain']);
    expect(plain).toBe(value.toString());
  });
});

describe('a model', () => {
  const model = new nn.Sequential(new nn.Linear(3, 2), new nn.Tanh(), new nn.Linear(2, 1, { bias: false }));

  it('is a table of its modules', async () => {
    const { html, plain } = await shown(model);
    expect(cellsOf(html)).toEqual([
      ['module', 'type', 'parameters', 'numbers'],
      ['0', 'Linear', 'weight [2, 3], bias [2]', '8'],
      ['1', 'Tanh', '', '0'],
      ['2', 'Linear', 'weight [1, 2]', '2'],
    ]);
    expect(plain.split('\n')).toEqual([
      'Sequential: 10 parameters, in training mode',
      'module  type    parameters               numbers',
      '0       Linear  weight [2, 3], bias [2]        8',
      '1       Tanh                                   0',
      '2       Linear  weight [1, 2]                  2',
    ]);
  });

  it('counts shared parameters once, and tells of frozen ones', async () => {
    const tied = new nn.Sequential(new nn.Linear(2, 2), new nn.Linear(2, 2));
    const [first, second] = tied.namedChildren().map(([, layer]) => layer as nn.Linear);
    Object.assign(second as object, { weight: first?.weight });
    if (first) first.weight.requiresGrad = false;
    const { plain } = await shown(tied.eval());
    expect(plain).toMatch(/^Sequential: 8 parameters, 4 of them frozen, in evaluation mode/);
    expect(plain).toMatch(/1 +Linear +weight \[2, 2\], bias \[2\] +2$/);
  });

  it('has a summary, whose table is Markdown', async () => {
    const { kinds, plain } = await shown(nn.summary(model, [5, 3]));
    expect(kinds).toEqual(['text/markdown', 'text/plain']);
    expect(plain).toContain('[5, 2]');
  });
});

describe('a list of records', () => {
  it('is a table, shortened with the count, and nothing in it is taken for HTML', async () => {
    const records = Array.from({ length: 40 }, (_, epoch) => ({ epoch, loss: 1 / 3, name: '<b>' }));
    const { html, plain } = await shown(records);
    const rows = cellsOf(html);
    expect(rows[0]).toEqual(['', 'epoch', 'loss', 'name']);
    expect(rows[1]).toEqual(['0', '0', '0.3333', '&lt;b&gt;']);
    expect(rows[6]).toEqual(['…', '…', '…', '…']);
    expect(rows.at(-1)).toEqual(['39', '39', '0.3333', '&lt;b&gt;']);
    expect(html).toContain('40 records, of which 10 are shown');
    expect(plain).toContain("{ epoch: 0, loss: 0.3333333333333333, name: '<b>' }");
  });

  it.each([
    ['one alone', [{ a: 1 }]],
    ['with different keys', [{ a: 1 }, { b: 1 }]],
    ['with lists in it', [{ a: [1] }, { a: [2] }]],
    ['no records', [1, 2]],
    ['nothing', [null, null]],
  ])('%s is text', async (_what, value) => {
    expect((await shown(value)).kinds).toEqual(['text/plain']);
  });
});

describe('the parts', () => {
  it('a picture is a PNG of its colours', () => {
    const image = png(2, 1, (x) => [x, 128, 255]);
    expect(image.subarray(1, 4).toString()).toBe('PNG');
    expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([2, 1]);
    const length = image.readUInt32BE(33);
    expect([...inflateSync(image.subarray(41, 41 + length))]).toEqual([0, 0, 128, 255, 1, 128, 255]);
  });

  it('as many are shown as there may be, the first and the last', () => {
    expect(shownOf(4, 4)).toEqual([0, 1, 2, 3]);
    expect(shownOf(9, 5)).toEqual([0, 1, 2, null, 7, 8]);
  });
});
