// A quiz as it is asked, its options shuffled, and how answers are marked.

import { Generator } from '../../lib/random';
import type { Option, Question, Quiz } from './types';

/** The order of the options when nobody asks for another one. */
export const DEFAULT_SEED = 1;

export interface AskedQuestion {
  readonly id: string;
  readonly text: string;
  /** In the order in which they are shown; the first one is 'a'. */
  readonly options: readonly Option[];
  /** More than one option is right. */
  readonly several: boolean;
}

export interface AskedQuiz {
  readonly chapter: string;
  readonly title: string;
  readonly seed: number;
  readonly questions: readonly AskedQuestion[];
}

/** The questions in their order, which follows the chapter; the options shuffled by the seed. */
export function ask({ chapter, title, questions }: Quiz, seed = DEFAULT_SEED): AskedQuiz {
  const random = new Generator(seed);
  return { chapter, title, seed, questions: questions.map((question) => askOne(question, random)) };
}

function askOne({ id, text, options }: Question, random: Generator): AskedQuestion {
  const shuffled = [...options];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return { id, text, options: shuffled, several: options.filter(({ right }) => right).length > 1 };
}

export const letterOf = (index: number): string => String.fromCharCode(97 + index);

/** One answer per question: the letters of the chosen options; '' or '-' stands for none. */
export type Answers = readonly string[];

/** 'b a ac - d' or 'b, a, ac, -, d'. */
export const answersOf = (text: string): Answers => text.split(/[\s,;]+/).filter((word) => word !== '');

export interface MarkedOption {
  readonly letter: string;
  readonly option: Option;
}

export interface MarkedQuestion {
  readonly question: AskedQuestion;
  /** Not answered. */
  readonly open: boolean;
  /** Exactly the right options were chosen. */
  readonly right: boolean;
  readonly chosen: readonly MarkedOption[];
  /** How many right options are missing. */
  readonly missing: number;
}

export interface MarkedQuiz {
  readonly chapter: string;
  readonly title: string;
  readonly seed: number;
  readonly points: number;
  readonly maxPoints: number;
  readonly questions: readonly MarkedQuestion[];
}

/** Says what is wrong with the form of an answer, and what would be right. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

/**
 * A point for every question in which exactly the right options are chosen.
 * @throws AnswerError on more answers than questions, or a letter that no option has
 */
export function mark(quiz: AskedQuiz, answers: Answers): MarkedQuiz {
  const { chapter, title, seed, questions } = quiz;
  if (answers.length > questions.length) {
    throw new AnswerError(
      `quiz ${chapter}: there are ${questions.length} questions, got ${answers.length} answers; ` +
        "the letters of one question stand together, as in 'b ac d'",
    );
  }
  const marked = questions.map((question, i) => markOne(question, answers[i] ?? '', `question ${i + 1}`));
  const points = marked.filter(({ right }) => right).length;
  return { chapter, title, seed, points, maxPoints: questions.length, questions: marked };
}

/** @throws AnswerError on a letter that no option has */
export function markOne(question: AskedQuestion, answer: string, name: string): MarkedQuestion {
  const letters = [...new Set(answer.trim().toLowerCase().replace(/^-$/, ''))].sort();
  const chosen = letters.map((letter) => {
    const option = question.options[letter.charCodeAt(0) - 97];
    if (option === undefined || letter.length !== 1) {
      const last = letterOf(question.options.length - 1);
      throw new AnswerError(`${name}: the options are a to ${last}, got '${letter}'`);
    }
    return { letter, option };
  });
  const missing = question.options.filter(
    (option) => option.right && !chosen.some((one) => one.option === option),
  ).length;
  const right = missing === 0 && chosen.every(({ option }) => option.right);
  return { question, open: letters.length === 0, right, chosen, missing };
}
