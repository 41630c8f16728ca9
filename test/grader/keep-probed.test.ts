// What the tests of the course have found out about their inputs is kept between two processes, and never believed when
// it is damaged or old.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { catalog } from '../../tools/grader/catalog';
import { exercise } from '../../tools/grader/catalog/types';
import { type GradedExercise, gradedExercise, runGradedTest } from '../../tools/grader/graded';
import { fileMemory, keepProbed, sourcesOf } from '../../tools/grader/keep-probed';
import { OwnCode } from '../../tools/grader/own-code';
import { pathsOf, ROOT } from '../../tools/grader/paths';

const folder = mkdtempSync(join(tmpdir(), 'probed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GRADE = join(ROOT, 'test', 'exercises', '01-scalars', 'chain-rule.grade.ts');
const SEEDS = [1, 2, 3];

const entry = exercise({
  id: 'an-exercise',
  chapter: '01',
  title: 'An exercise',
  minutes: 5,
  file: 'exercises/01-scalars/an-exercise.ts',
  taughtIn: { notebook: 'notebooks/01.ipynb', section: 'None' },
  prerequisites: [],
  tests: [{ id: 'largest', title: 'The largest', points: 1 }],
  hints: ['', '', ''],
  misconceptions: { first: 'The first.', last: 'The last.', smallest: 'The smallest.' },
});

/** Counts how often a wrong model is asked, and what a learner is asked. */
function made(): { graded: GradedExercise; asked: () => number; questions: () => Promise<string[]> } {
  let asked = 0;
  const model = (mistake?: keyof typeof entry.misconceptions) => ({
    largest(list: readonly number[]): number {
      if (mistake) asked++;
      if (mistake === 'first') return list[0];
      if (mistake === 'last') return list[list.length - 1];
      return mistake === 'smallest' ? Math.min(...list) : Math.max(...list);
    },
  });
  const graded = gradedExercise(entry, model, (kit) => ({
    largest: kit.calls('largest', { sizes: [1, 2, 3], draw: (random, n) => [random.distinct(n)] }),
  }));
  const questions = async (): Promise<string[]> => {
    const all: string[] = [];
    const learner = new OwnCode({
      largest: (list: readonly number[]) => {
        all.push(JSON.stringify(list));
        return Math.max(...list);
      },
    });
    for (const seed of SEEDS)
      expect(await runGradedTest(graded, entry.tests[0], learner, seed)).toMatchObject({ passed: true });
    return all;
  };
  return { graded, asked: () => asked, questions };
}

describe('what was found out', () => {
  test('is there in the next process, which asks the same and works less', async () => {
    const [forgetful, first, second] = [made(), made(), made()];
    const expected = await forgetful.questions();
    keepProbed(first.graded, GRADE, join(folder, 'kept'));
    expect(await first.questions()).toEqual(expected);
    expect(first.asked()).toBe(forgetful.asked());
    expect(readdirSync(join(folder, 'kept'))).toHaveLength(1);
    keepProbed(second.graded, GRADE, join(folder, 'kept'));
    expect(await second.questions()).toEqual(expected);
    expect(second.asked()).toBeLessThan(first.asked() / 2);
  });

  test('is found out anew when it is damaged or belongs to other files', () => {
    const file = join(folder, 'deep', 'one');
    const memory = fileMemory(file, 'key');
    expect(memory.read()).toBeUndefined();
    memory.write(['a', 'a b']);
    expect(memory.read()).toEqual(['a', 'a b']);
    expect(readdirSync(dirname(file))).toEqual(['one']);
    expect(fileMemory(file, 'another key').read()).toBeUndefined();
    const text = readFileSync(file, 'utf8');
    for (const damaged of ['', text.slice(0, -1), text.replace('a b', 'b a'), `${text} `, text.slice(1)]) {
      writeFileSync(file, damaged);
      expect(memory.read()).toBeUndefined();
    }
    memory.write([]);
    expect(memory.read()).toEqual([]);
  });

  test('is not kept where nothing can be written', () => {
    writeFileSync(join(folder, 'no-folder'), '');
    const memory = fileMemory(join(folder, 'no-folder', 'one'), 'key');
    expect(() => memory.write(['a'])).not.toThrow();
    expect(memory.read()).toBeUndefined();
  });

  test("is not kept of an instructor's own tests", () => {
    const { graded } = made();
    keepProbed(graded, join(folder, 'own.grade.ts'), join(folder, 'none'));
    expect(graded.probed.map(({ memory }) => memory)).toEqual([undefined]);
  });
});

test('nothing that the tests of an exercise import is left out of the key', () => {
  for (const one of catalog) {
    const { grade } = pathsOf(one);
    const keyed = new Set(sourcesOf(grade));
    const imported = importedBy(grade);
    expect(imported.size).toBeGreaterThan(20);
    expect([...imported].filter((file) => !keyed.has(file))).toEqual([]);
  }
});

/** The file, and all files of the project that it imports, directly or not. */
function importedBy(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  if (extname(file) !== '.ts') return found;
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
    if (!fileName.startsWith('.')) continue;
    const path = join(dirname(file), fileName);
    const whole = [path, `${path}.ts`, join(path, 'index.ts')].find(
      (name) => existsSync(name) && statSync(name).isFile(),
    );
    if (whole) importedBy(whole, found);
  }
  return found;
}
