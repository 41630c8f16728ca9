import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, type Tensor } from 'backprop-lab';
import { afterAll, describe, expect, test } from 'vitest';

const FOLDER = join(__dirname, '..', '..', 'data');
const folder = mkdtempSync(join(tmpdir(), 'real-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

const counts = (labels: Tensor): number[] =>
  Array.from(labels.data).reduce<number[]>((sum, label) => {
    sum[label] = (sum[label] ?? 0) + 1;
    return sum;
  }, []);

describe('real data', () => {
  test('digits: 8×8 pictures from 0 to 1, all ten classes', () => {
    const { tensors, description } = data.digits();
    expect(tensors.map((t) => t.shape)).toEqual([[1797, 1, 8, 8], [1797]]);
    expect(tensors[0].slice(0, 0, 0).toArray()).toEqual([0, 0, 5, 13, 9, 1, 0, 0].map((ink) => ink / 16));
    expect([tensors[0].min().item(), tensors[0].max().item()]).toEqual([0, 1]);
    expect(counts(tensors[1])).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    expect(description.classes).toHaveLength(10);
  });

  test('breast cancer: malignant is 1, the first tumour as published', () => {
    const { tensors, description } = data.breastCancer();
    expect(tensors.map((t) => t.shape)).toEqual([[569, 30], [569]]);
    expect(tensors[0].slice(0, [0, 3]).toArray()).toEqual([17.99, 10.38, 122.8].map(Math.fround));
    expect(tensors[1].data[0]).toBe(1);
    expect(counts(tensors[1])).toEqual([357, 212]);
    expect(description.features).toHaveLength(30);
    expect(description.features[20]).toBe('worst radius');
  });

  test('penguins: 19 missing values in 11 rows', () => {
    const { tensors, description } = data.penguins();
    expect(tensors.map((t) => t.shape)).toEqual([[344, 7], [344]]);
    const missing = Array.from(tensors[0].data, (value, i) => (Number.isNaN(value) ? Math.floor(i / 7) : -1));
    const rows = missing.filter((row) => row >= 0);
    expect([rows.length, new Set(rows).size]).toEqual([19, 11]);
    expect(counts(tensors[1])).toEqual([152, 68, 124]);
    expect(description.features).toHaveLength(7);
    expect(description.categories.sex).toEqual(['female', 'male']);
  });

  test('El Niño: 61 years of months; a forecast can beat persistence and climatology', () => {
    const [values, dates] = data.elNino().tensors;
    expect([values.shape, dates.shape]).toEqual([
      [732, 1],
      [732, 2],
    ]);
    expect(dates.slice(-1).toArray()).toEqual([2010, 12]);
    const split = 600;
    const sums = Array.from({ length: 12 }, () => ({ sum: 0, count: 0 }));
    for (let i = 0; i < split; i++) {
      sums[i % 12].sum += values.data[i];
      sums[i % 12].count++;
    }
    const normal = (i: number): number => sums[i % 12].sum / sums[i % 12].count;
    const error = (forecast: (i: number) => number): number => {
      let sum = 0;
      for (let i = split; i < 732; i++) sum += (forecast(i) - values.data[i]) ** 2;
      return Math.sqrt(sum / (732 - split));
    };
    const persistence = error((i) => values.data[i - 1]);
    const climatology = error(normal);
    // The usual temperature of the month, and most of what was unusual in the month before.
    const both = error((i) => normal(i) + 0.9 * (values.data[i - 1] - normal(i - 1)));
    expect(both).toBeLessThan(0.75 * persistence);
    expect(both).toBeLessThan(0.75 * climatology);
  });

  test('descriptions, README and files agree', () => {
    const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    for (const [file, load] of Object.entries({
      digits: data.digits,
      'breast-cancer': data.breastCancer,
      penguins: data.penguins,
      'el-nino': data.elNino,
    })) {
      const bytes = readFileSync(join(FOLDER, `${file}.csv`));
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${file}.csv\``)) ?? '';
      expect(row).toContain(createHash('sha256').update(bytes).digest('hex'));
      expect(row).toContain(load().description.license);
      expect(load().role).toBe('unsplit');
    }
  });
});

describe('files', () => {
  test('a missing file and a changed one are named, with the command that mends them', () => {
    expect(() => data.penguins({ folder })).toThrow(
      /no file .*penguins\.csv.*git checkout -- data\/penguins\.csv/,
    );
    copyFileSync(join(FOLDER, 'penguins.csv'), join(folder, 'penguins.csv'));
    expect(data.penguins({ folder })).toHaveLength(344);
    const text = readFileSync(join(FOLDER, 'penguins.csv'), 'utf8');
    writeFileSync(join(folder, 'penguins.csv'), text.replace('39.1', '39.2'));
    expect(() => data.penguins({ folder })).toThrow(/penguins\.csv is damaged or was changed.*checksum/);
  });

  test('CSV: quotes, missing values and wrong fields', () => {
    const path = join(folder, 'small.csv');
    writeFileSync(path, 'name,size\r\n"a, ""b""",1.5\r\nc,NA\r\nd,\r\n');
    const table = data.readCsv(path);
    expect(table.columns).toEqual(['name', 'size']);
    expect(data.textColumn(table, 'name')).toEqual(['a, "b"', 'c', 'd']);
    expect(data.numberColumn(table, 'size')).toEqual([1.5, Number.NaN, Number.NaN]);
    expect(() => data.numberColumn(table, 'name')).toThrow(/line 2 of column 'name' has 'a, "b"'/);
    expect(() => data.textColumn(table, 'weight')).toThrow(/no column 'weight' among name, size/);
    expect(() => data.classColumn(table, 'name', ['a, "b"', 'c'])).toThrow(/line 4.*'d', expected one of/);
    writeFileSync(path, 'a,b\n1,2,3\n');
    expect(() => data.readCsv(path)).toThrow(/small\.csv: Invalid Record Length/);
    writeFileSync(path, '');
    expect(() => data.readCsv(path)).toThrow(/small\.csv is empty/);
  });
});
