// Hints come one by one, for new attempts; and the file that remembers them may be in any state.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hintsToShow } from '../../tools/grader/hints';
import { readProgress, writeProgress } from '../../tools/grader/progress';

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'progress-')), '.course', 'progress.json');
const HINTS = 3;
const attempt = (hash: string, before: number, lastHash: string, asked = false): number =>
  hintsToShow(
    { asked, fileHash: hash, untouchedHash: 'stub', hintsInAll: HINTS },
    { hints: before, fileHash: lastHash },
  );

describe('hints', () => {
  test('wait until the stub has been changed', () => {
    expect(attempt('stub', 0, '')).toBe(0);
    expect(attempt('first try', 0, '')).toBe(1);
    expect(attempt('first try', 0, 'stub')).toBe(1);
  });

  test('grow with every new attempt, not with a repeated one, up to the last', () => {
    expect(attempt('b', 1, 'a')).toBe(2);
    expect(attempt('b', 2, 'b')).toBe(2);
    expect(attempt('c', 2, 'b')).toBe(3);
    expect(attempt('d', 3, 'c')).toBe(3);
  });

  test('come at once when asked for, one at a time', () => {
    expect(attempt('stub', 0, '', true)).toBe(1);
    expect(attempt('b', 1, 'a', true)).toBe(2);
  });

  test('do not count a file that is not there', () => {
    expect(attempt('', 0, 'a')).toBe(0);
  });
});

describe('the progress file', () => {
  const progress = { hints: 1, fileHash: 'a', points: 3, bestPoints: 7 };
  const nothing = { hints: 0, fileHash: '', points: 0, bestPoints: 0 };

  test('keeps what it is told, for each exercise', () => {
    const file = newFile();
    writeProgress('one', progress, file);
    writeProgress('two', { ...progress, points: 4 }, file);
    expect(readProgress('one', file)).toEqual(progress);
    expect(readProgress('two', file).points).toBe(4);
    expect(readProgress('three', file)).toEqual(nothing);
  });

  test.each([
    '',
    '{',
    'null',
    '[1]',
    '"text"',
    '{"one":null}',
    '{"one":{"hints":"1","fileHash":"a","points":0,"bestPoints":0}}',
    '{"one":{"hints":-1,"fileHash":"a","points":0,"bestPoints":0}}',
    '{"__proto__":{"hints":2}}',
  ])('is taken for empty when it holds %j, and works again afterwards', (text) => {
    const file = newFile();
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    expect(readProgress('one', file)).toEqual(nothing);
    writeProgress('one', progress, file);
    expect(readProgress('one', file)).toEqual(progress);
  });

  test('may be impossible to write', () => {
    const file = newFile();
    // A folder in its place; and above it a file in place of the folder.
    mkdirSync(file, { recursive: true });
    expect(() => writeProgress('one', progress, file)).not.toThrow();
    writeFileSync(join(file, 'f'), '');
    expect(() => writeProgress('one', progress, join(file, 'f', 'progress.json'))).not.toThrow();
    expect(readProgress('one', file)).toEqual(nothing);
  });

  test('leaves no drafts behind', () => {
    const file = newFile();
    mkdirSync(join(file, '..'), { recursive: true });
    writeProgress('one', progress, file);
    expect(existsSync(`${file}.${process.pid}`)).toBe(false);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ one: progress });
  });
});
