// npm run quiz -- [chapter] [--answers "b a ac d"] [--seed N] [--json]
// Exit code: 0, or 2 for a chapter or an answer that does not exist.

import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { quizOf, quizzes } from './questions';
import {
  AnswerError,
  type AskedQuiz,
  answersOf,
  ask,
  DEFAULT_SEED,
  type MarkedQuiz,
  mark,
  markOne,
} from './quiz';
import { keepScore, readScores } from './scores';
import { markedText, PLAIN, questionText, quizText, resultText, type Style, scoreLine } from './text';

interface Options {
  readonly answers?: string;
  readonly seed: number;
  readonly json?: boolean;
}

const TERMINAL: Style = { ...PLAIN, strong: pc.bold };

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('It is a whole number from 0 on.');
  return value;
}

async function main(chapter: string | undefined, { answers, seed, json = false }: Options): Promise<void> {
  const print = (value: unknown, text: () => string): void =>
    console.log(json ? JSON.stringify(value) : text());
  if (chapter === undefined) {
    print(list(), listText);
    return;
  }
  const asked = ask(quizOf(chapter), seed);
  if (answers !== undefined) {
    const result = mark(asked, answersOf(answers));
    keepScore(result.chapter, result.points);
    print(summary(result), () => resultText(result, TERMINAL));
  } else if (!json && process.stdin.isTTY && process.stdout.isTTY) {
    await converse(asked);
  } else {
    const how = `Answer with: npm run quiz -- ${asked.chapter} --answers "b a …"`;
    print(questionsOf(asked), () => quizText(asked, how, TERMINAL));
  }
}

/** One question after the other. Ctrl-C and Ctrl-D leave; what was answered counts. */
async function converse(asked: AskedQuiz): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const left = new AbortController();
  terminal.on('close', () => left.abort());
  const answers: string[] = [];
  console.log(`${pc.bold(`Quiz ${asked.chapter}: ${asked.title}`)}, ${asked.questions.length} questions\n`);
  try {
    for (const [i, question] of asked.questions.entries()) {
      console.log(`${questionText(question, i + 1, TERMINAL)}\n`);
      for (;;) {
        const answer = await terminal.question(question.several ? 'Your letters: ' : 'Your letter: ', {
          signal: left.signal,
        });
        try {
          const marked = markOne(question, answer.replaceAll(/[\s,]/g, ''), `question ${i + 1}`);
          answers.push(answer.replaceAll(/[\s,]/g, '') || '-');
          console.log(`\n${markedText(marked, i + 1, TERMINAL)}\n`);
          break;
        } catch (error) {
          if (!(error instanceof AnswerError)) throw error;
          console.log(pc.red(error.message));
        }
      }
    }
  } catch (error) {
    if (!left.signal.aborted) throw error;
    console.log();
  }
  terminal.close();
  const result = mark(asked, answers);
  keepScore(result.chapter, result.points);
  console.log(pc.bold(scoreLine(result)));
}

const list = () => {
  const scores = readScores();
  return quizzes.map(({ chapter, title, questions }) => ({
    chapter,
    title,
    best: scores[chapter] ?? 0,
    questions: questions.length,
  }));
};

function listText(): string {
  const lines = list().map(
    ({ chapter, title, best, questions }) => `${chapter}  ${best} of ${questions}  ${title}`,
  );
  return [...lines, '', 'Start one with: npm run quiz -- <chapter>'].join('\n');
}

/** Without what is right and why. */
const questionsOf = ({ chapter, title, seed, questions }: AskedQuiz) => ({
  chapter,
  title,
  seed,
  questions: questions.map(({ id, text, several, options }) => ({
    id,
    text,
    several,
    options: options.map((option) => option.text),
  })),
});

const summary = ({ chapter, seed, points, maxPoints, questions }: MarkedQuiz) => ({
  chapter,
  seed,
  points,
  maxPoints,
  questions: questions.map(({ question, open, right, missing, chosen }) => ({
    id: question.id,
    open,
    right,
    missing,
    chosen: chosen.map(({ letter, option }) => ({
      letter,
      id: option.id,
      right: option.right === true,
      why: option.why,
    })),
  })),
});

new Command('quiz')
  .description("Asks a chapter's questions, or lists all quizzes when no chapter is given.")
  .argument('[chapter]', 'the number of the notebook, as in the list')
  .option('--answers <letters>', 'mark these: the letters of each question in turn, as in "b a ac d"')
  .option('--seed <number>', 'another order of the options', wholeNumber, DEFAULT_SEED)
  .option('--json', 'print JSON')
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(pc.red(error instanceof Error ? error.message : String(error)));
    process.exitCode = 2;
  });
