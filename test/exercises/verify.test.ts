// The proof of every exercise, as `npm run exercises -- verify` gives it.

import { beforeAll, describe, expect, test } from 'vitest';
import { catalog, totalPoints } from '../../tools/grader/catalog';
import type { Verified } from '../../tools/grader/verify/types';
import { verify } from '../../tools/grader/verify/verify';

const SEEDS = 100;
const PATIENCE_MS = 10 * 60_000;
const proved = new Map<string, Verified>();

beforeAll(async () => {
  const ids = catalog.map(({ id }) => id);
  for (const one of await verify(ids, { seeds: SEEDS, sandbox: true })) proved.set(one.id, one);
}, PATIENCE_MS);

describe.each(catalog.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  test('lets no planted mistake through and no right solution down', () => {
    expect(proved.get(id)?.findings).toEqual([]);
  });

  test('gives all points to the solution and none to the stub', () => {
    const sums = new Map(
      proved.get(id)?.scores.map(({ name, points }) => [name, points.reduce((a, b) => a + b)]),
    );
    expect(sums.get('the solution')).toBe(totalPoints(entry));
    expect(sums.get('the stub')).toBe(0);
  });
});
