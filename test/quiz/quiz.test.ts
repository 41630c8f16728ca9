import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quizOf, quizzes } from '../../tools/quiz/questions';
import { AnswerError, answersOf, ask, letterOf, mark } from '../../tools/quiz/quiz';
import { keepScore, readScores } from '../../tools/quiz/scores';
import { MARKDOWN, PLAIN, quizText, resultText } from '../../tools/quiz/text';
import { IDEAS } from '../../tools/quiz/types';

const ROOT = join(__dirname, '..', '..');

/** The letters of the right options. */
const key = (chapter: string, seed?: number): string =>
  ask(quizOf(chapter), seed)
    .questions.map(({ options }) => options.map(({ right }, i) => (right ? letterOf(i) : '')).join(''))
    .join(' ');

describe.each(quizzes)('the questions of chapter $chapter', ({ chapter, questions }) => {
  test('are at least five, each with right and wrong options that say why', () => {
    expect(questions.length).toBeGreaterThanOrEqual(5);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    for (const { options, text } of questions) {
      expect(text.length).toBeGreaterThan(10);
      expect(options.length).toBeGreaterThanOrEqual(3);
      expect(new Set(options.map(({ id }) => id)).size).toBe(options.length);
      expect(new Set(options.map((option) => option.text)).size).toBe(options.length);
      const right = options.filter((option) => option.right).length;
      expect(right).toBeGreaterThanOrEqual(1);
      expect(right).toBeLessThan(options.length);
      for (const { why } of options) expect(why.split(' ').length).toBeGreaterThanOrEqual(5);
    }
  });

  test('give all points to the right answers, under any seed, and no point to each single wrong one', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const asked = ask(quizOf(chapter), seed);
        expect(mark(asked, answersOf(key(chapter, seed))).points).toBe(questions.length);
        asked.questions.forEach(({ options }, i) => {
          options.forEach(({ right }, j) => {
            if (right) return;
            const answers = asked.questions.map((_, k) => (k === i ? letterOf(j) : '-'));
            expect(mark(asked, answers).points).toBe(0);
          });
        });
      }),
      { numRuns: 20 },
    );
  });

  test('are not given away by the length of the right option', () => {
    const givenAway = questions.filter(({ options }) => {
      const [longest, next] = [...options].sort((a, b) => b.text.length - a.text.length);
      return longest.right && longest.text.length > 1.25 * next.text.length;
    });
    expect(givenAway.map(({ id }) => id).slice(2)).toEqual([]);
  });
});

describe('all quizzes', () => {
  test('stand in the order of the course, one for each chapter', () => {
    const chapters = quizzes.map(({ chapter }) => chapter);
    expect(chapters).toEqual([...new Set(chapters)].sort());
  });

  test('together cover every idea of the curriculum', () => {
    const covered = new Set(quizzes.flatMap(({ questions }) => questions.flatMap(({ ideas = [] }) => ideas)));
    expect(IDEAS.filter((idea) => !covered.has(idea))).toEqual([]);
  });

  test('put the right option at every place about equally often', () => {
    const places = Array.from({ length: 200 }, (_, seed) => key('01', seed).split(' ')).flat();
    for (const letter of ['a', 'b', 'c']) {
      const share = places.filter((place) => place === letter).length / places.length;
      expect(share).toBeGreaterThan(0.25);
      expect(share).toBeLessThan(0.42);
    }
  });
});

describe('marking', () => {
  const several = ask(
    {
      chapter: '99',
      title: 'Test',
      questions: [
        {
          id: 'q',
          text: 'Which are even?',
          options: [
            { id: 'two', text: '2', right: true, why: 'two is even' },
            { id: 'three', text: '3', why: 'three is odd' },
            { id: 'four', text: '4', right: true, why: 'four is even' },
          ],
        },
      ],
    },
    3,
  );
  const letters = (...texts: string[]): string =>
    texts
      .map((text) => letterOf(several.questions[0].options.findIndex((option) => option.text === text)))
      .join('');

  test('wants exactly the right options, in any order', () => {
    expect(several.questions[0].several).toBe(true);
    expect(mark(several, [letters('4', '2')]).points).toBe(1);
    expect(mark(several, [letters('4', '2').toUpperCase()]).points).toBe(1);
    const half = mark(several, [letters('4')]);
    expect(half.points).toBe(0);
    expect(half.questions[0]).toMatchObject({ missing: 1, right: false, open: false });
    expect(resultText(half, PLAIN)).toContain('One more is right');
    expect(mark(several, [letters('4', '2', '3')]).points).toBe(0);
    expect(mark(several, []).questions[0]).toMatchObject({ open: true, right: false });
  });

  test('never tells the right option to whoever chose a wrong one', () => {
    const text = resultText(mark(several, [letters('3')]), MARKDOWN);
    expect(text).toContain('three is odd');
    expect(text).not.toContain('is even');
  });

  test('says what is wrong with the form of an answer', () => {
    expect(() => mark(several, ['x'])).toThrow(
      new AnswerError("question 1: the options are a to c, got 'x'"),
    );
    expect(() => mark(several, ['a', 'b'])).toThrow('there are 1 questions, got 2 answers');
    expect(() => quizOf('77')).toThrow("There is no quiz '77'. The chapters are: 00, 01");
    expect(quizOf('1').chapter).toBe('01');
  });

  test('reads answers with spaces, commas and dashes', () => {
    expect(answersOf(' b, a ac;-  d ')).toEqual(['b', 'a', 'ac', '-', 'd']);
  });

  test('shows every option of every question', () => {
    const text = quizText(several, 'How.', PLAIN);
    for (const part of ['1. Which are even? (More than one is right.)', ') 2', ') 3', ') 4', 'How.'])
      expect(text).toContain(part);
  });
});

describe('scores', () => {
  test('keep the best one, and survive a broken file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'quiz-')), 'deep', 'quizzes.json');
    expect(readScores(file)).toEqual({});
    keepScore('01', 3, file);
    keepScore('01', 2, file);
    keepScore('02', 0, file);
    expect(readScores(file)).toEqual({ '01': 3, '02': 0 });
    writeFileSync(file, '{"01": "x", "02": -1, "03": 4');
    expect(readScores(file)).toEqual({});
    keepScore('03', 4, file);
    expect(readScores(file)).toEqual({ '03': 4 });
  });
});

describe('npm run quiz', () => {
  const run = (...words: string[]) =>
    spawnSync(
      process.execPath,
      ['-r', join(ROOT, 'lib/typescript.cjs'), join(ROOT, 'tools/quiz/main.ts'), ...words],
      {
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1' },
      },
    );

  test('asks, without the answers, and marks', () => {
    const asked = run('01', '--seed', '5');
    expect(asked.status).toBe(0);
    expect(asked.stdout).toContain('1. What is the job of backpropagation?');
    expect(asked.stdout).toContain('npm run quiz -- 01 --answers');
    for (const { options } of quizOf('01').questions)
      for (const { why } of options) expect(asked.stdout).not.toContain(why);
    const marked = JSON.parse(run('01', '--seed', '5', '--json', '--answers', key('01', 5)).stdout);
    expect(marked).toMatchObject({ points: quizOf('01').questions.length });
  });

  test('a chapter or a letter that does not exist: one sentence and exit code 2', () => {
    const unknown = run('77');
    expect([unknown.status, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain("There is no quiz '77'");
    expect(run('01', '--answers', 'z').stderr).toBe("question 1: the options are a to c, got 'z'\n");
  });
});
