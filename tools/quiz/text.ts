// A quiz in words: as Markdown for a notebook and as plain text, from the same lines.

import type { AskedQuestion, AskedQuiz, MarkedQuestion, MarkedQuiz } from './quiz';
import { letterOf } from './quiz';

/** How the two forms differ. */
export interface Style {
  strong(text: string): string;
  /** One entry of a list, below a question. */
  item(label: string, text: string): string;
  /** What stands between two blocks. */
  readonly gap: string;
}

export const PLAIN: Style = {
  strong: (text) => text,
  item: (label, text) => `   ${label} ${text}`,
  gap: '\n\n',
};

export const MARKDOWN: Style = {
  strong: (text) => `**${text}**`,
  item: (label, text) => `- ${label} ${text}`,
  gap: '\n\n',
};

export function questionText(question: AskedQuestion, number: number, style: Style): string {
  const more = question.several ? ' (More than one is right.)' : '';
  const options = question.options.map(({ text }, i) => style.item(`${letterOf(i)})`, text));
  return `${style.strong(`${number}. ${question.text}`)}${more}\n\n${options.join('\n')}`;
}

export function quizText(quiz: AskedQuiz, howToAnswer: string, style: Style): string {
  const questions = quiz.questions.map((question, i) => questionText(question, i + 1, style));
  return [...questions, howToAnswer].join(style.gap);
}

/** What was chosen, and why it is right or wrong. It never says which other option is right. */
export function markedText(marked: MarkedQuestion, number: number, style: Style): string {
  const { question, chosen, missing } = marked;
  const items = chosen.map(({ letter, option }) =>
    style.item(`${option.right ? '✓' : '✗'} ${letter})`, `${option.text} — ${option.why}`),
  );
  if (!marked.open && missing > 0 && chosen.every(({ option }) => option.right)) {
    items.push(
      style.item('…', `So far so good. ${missing === 1 ? 'One more is' : `${missing} more are`} right.`),
    );
  }
  const heading = style.strong(`${verdict(marked)}  ${number}. ${question.text}`);
  return items.length === 0 ? heading : `${heading}\n\n${items.join('\n')}`;
}

const verdict = ({ open, right }: MarkedQuestion): string =>
  open ? '… open' : right ? '✓ right' : '✗ not yet';

export function resultText(result: MarkedQuiz, style: Style): string {
  const questions = result.questions.map((question, i) => markedText(question, i + 1, style));
  return [style.strong(scoreLine(result)), ...questions].join(style.gap);
}

export function scoreLine({ points, maxPoints, questions }: MarkedQuiz): string {
  const open = questions.filter((question) => question.open).length;
  const score = `${points} of ${maxPoints} right`;
  if (points === maxPoints) return `${score}. Well done!`;
  return open > 0 ? `${score}, ${open} open.` : `${score}. Read why, then answer again.`;
}
