import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data } from 'backprop-lab';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'mnist-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of the IDX format. */
function idx(name: string, sizes: number[], bytes: number, magic = 0x0800 + sizes.length): string {
  const file = Buffer.alloc(4 + 4 * sizes.length + bytes, 7);
  file.writeUInt32BE(magic, 0);
  for (const [i, size] of sizes.entries()) file.writeUInt32BE(size, 4 + 4 * i);
  writeFileSync(join(folder, name), file);
  return join(folder, name);
}

describe('mnist', () => {
  test('is the real thing', () => {
    const {
      tensors: [images, labels],
      length,
    } = data.mnist({ train: false });
    expect(length).toBe(10_000);
    expect(images).toMatchObject({ shape: [10_000, 1, 28, 28], dtype: 'float32' });
    expect([...labels.data.slice(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(Math.min(...images.data.slice(0, 784))).toBe(0);
    expect(Math.max(...images.data.slice(0, 784))).toBe(1);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels.data) counts[label]++;
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(images.mean().item()).toBeCloseTo(0.1325, 4);
  });

  test('has 60,000 training examples', () => {
    expect(data.mnist().length).toBe(60_000);
  });

  test('tells what is wrong with a damaged file', () => {
    const name = 't10k-images-idx3-ubyte';
    const load = () => data.mnist({ train: false, folder });
    expect(load).toThrow(`there is no file ${join(folder, name)}`);
    idx(name, [2, 28, 28], 100);
    expect(load).toThrow(
      `readIdx: ${name} is damaged: its header promises 1568 bytes of data, there are 100`,
    );
    idx(name, [2, 28, 28], 1568, 0x1f8b0803);
    expect(load).toThrow('it starts with 0x1f8b0803, which is no IDX file');
    writeFileSync(join(folder, name), 'ab');
    expect(load).toThrow('it has 2 bytes, fewer than a header');
    idx(name, [2, 28, 28], 1568);
    expect(load).toThrow(
      /mnist: t10k-images-idx3-ubyte is damaged: its checksum is [0-9a-f]{8}…, not [0-9a-f]{8}…. Reinstall it with: npm ci/,
    );
  });

  test('reads other IDX files', () => {
    const { shape, bytes } = data.readIdx(idx('other', [2, 3], 6));
    expect(shape).toEqual([2, 3]);
    expect([...bytes]).toEqual([7, 7, 7, 7, 7, 7]);
  });
});
