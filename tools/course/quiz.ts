// quiz('<chapter>') in a notebook: the questions; with answers: the marks, and why.

import { quizOf } from '../quiz/questions';
import { AnswerError, answersOf, ask, DEFAULT_SEED, mark } from '../quiz/quiz';
import { keepScore } from '../quiz/scores';
import { MARKDOWN, PLAIN, quizText, resultText, type Style } from '../quiz/text';
import { present } from './display';

export interface QuizOptions {
  /** Another order of the options. The same seed must be given with the answers. */
  readonly seed?: number;
}

/**
 * Shows the questions of a chapter, or marks the answers and explains them.
 * @param answers the letters of each question in turn, as in 'b a ac d'; '-' leaves one open
 */
export function quiz(chapter: string, answers = '', { seed = DEFAULT_SEED }: QuizOptions = {}): void {
  try {
    const asked = ask(quizOf(chapter), seed);
    const given = answersOf(answers);
    if (given.length === 0) {
      const letters = asked.questions.map((_, i) => (i % 2 === 0 ? 'a' : 'b')).join(' ');
      const how = `Write your letters into this cell, as in quiz('${asked.chapter}', '${letters}'), and run it again.`;
      show((style) => quizText(asked, how, style));
      return;
    }
    const result = mark(asked, given);
    keepScore(result.chapter, result.points);
    show((style) => resultText(result, style));
  } catch (error) {
    if (!(error instanceof AnswerError || error instanceof RangeError)) throw error;
    show(() => error.message);
  }
}

const show = (text: (style: Style) => string): void =>
  present({ 'text/markdown': text(MARKDOWN), 'text/plain': text(PLAIN) });
