import { describe, expect, test } from 'vitest';
import { PRECISIONS, TOLERANCE } from '../../tools/fixtures/fixture';
import { FAMILIES, titleOf } from '../../tools/fixtures/measure';

// What PyTorch computed (tools/fixtures/pytorch.py) against what the library computes now.
for (const { title, rows } of FAMILIES) {
  describe(title, () => {
    for (const row of rows) {
      test(titleOf(row), () => {
        for (const precision of PRECISIONS) {
          const allowed = row.exact && precision === 'float64' ? 0 : TOLERANCE[precision];
          const { what, error } = row.measure(precision);
          expect(error, `${precision}, ${what}`).toBeLessThanOrEqual(allowed);
        }
      });
    }
  });
}

test('titles are unique: each case has a row of its own', () => {
  const titles = FAMILIES.flatMap(({ rows }) => rows.map(titleOf));
  expect(new Set(titles).size).toBe(titles.length);
});
