// The translators of notebook 16: their data is divided as the notebook says, and the repeated trainings belong to the
// committed networks.

import { describe, expect, it } from 'vitest';
import { Generator } from '../../lib';
import { loadCheckpoint } from '../../tools/checkpoints/common';
import { batchesOf, dateCorpus, isDate } from '../../tools/checkpoints/date-corpus';
import { datesArabic } from '../../tools/checkpoints/dates';
import { loadRuns } from '../../tools/course/runs';

const arabic = dateCorpus('ar');

describe('dateCorpus', () => {
  it('has each phrase on one side, and no date on two, with its weekday or without', () => {
    const sides = [arabic.training, arabic.validation, arabic.test];
    expect(sides.map((side) => side.length)).toEqual([9612, 1196, 1192]);
    const dates = sides.map((side) => new Set(side.map(({ target }) => target.replace(/^\S+، /, ''))));
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ])
      expect([...dates[i]].filter((date) => dates[j].has(date))).toEqual([]);
  });

  it('divides all languages the same way', () => {
    const french = dateCorpus('fr');
    expect(french.test.map(({ source }) => source)).toEqual(arabic.test.map(({ source }) => source));
  });

  it('knows dates from other phrases', () => {
    const dates = arabic.pairs.filter(isDate);
    expect(dates.every(({ target }) => /[٠-٩]{1,2} \S+ [٠-٩]{4}$/.test(target))).toBe(true);
    expect(arabic.pairs.filter((pair) => !isDate(pair)).some(({ target }) => / [٠-٩]{4}$/.test(target))).toBe(
      false,
    );
  });
});

describe('batchesOf', () => {
  it('gives every pair once, in batches of phrases of one length', () => {
    const batches = batchesOf(arabic.test, 16, new Generator(1));
    expect(new Set(batches.flat())).toEqual(new Set(arabic.test));
    expect(batches.flat()).toHaveLength(arabic.test.length);
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(16);
      expect(new Set(batch.map(({ source }) => source.length)).size).toBe(1);
    }
  });

  it('has the same order for the same seed, and another for another', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => batchesOf(arabic.test, 16, new Generator(seed)));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe('dates-runs', () => {
  const runs = loadRuns('dates-runs');

  it('has all six epochs of both networks for ten seeds', () => {
    expect(runs).toHaveLength(2 * 6 * 10);
    expect(new Set(runs.map(({ network, seed, epoch }) => `${network} ${seed} ${epoch}`)).size).toBe(
      runs.length,
    );
  });

  it('passes the committed network on its way', () => {
    const { scores, seed } = loadCheckpoint(datesArabic.build(), datesArabic.name);
    const row = runs.find((run) => run.network === 'attention' && run.seed === seed && run.epoch === 5);
    expect(row).toMatchObject(scores);
  });
});
