// What a learner gets to read: points, what was wrong and how to look at it again. Nothing of private tests, and no
// secret input.

import { toText } from '../grade/rational';
import type { ExerciseRecord, TestRecord } from '../grade/record';
import { type Export, type Graded, isGraded, publicWords } from './graded';

export const feedback: Export = {
  name: 'feedback',
  description: 'Markdown for each learner',
  files: (class_) =>
    new Map(
      class_.filter(isGraded).map((graded) => [`${graded.record.submission.id}.md`, feedbackText(graded)]),
    ),
};

function feedbackText({ record, student }: Graded): string {
  const { score, maximum, exercises, texts, findings } = record;
  const missing = exercises.filter(({ status }) => status === 'missing');
  const blocks = [
    `# ${plain(student.name)}: ${toText(score)} of ${toText(maximum)} points`,
    ...list(
      'About the files',
      findings.map(({ path, message }) => `${code(path)}: ${plain(message)}`),
    ),
    ...exercises.filter(({ status }) => status !== 'missing').flatMap(exerciseBlocks),
    ...list(
      'Free text',
      texts.map(({ title, status }) => `${plain(title)}: ${TEXT_STATES[status]}`),
    ),
    ...list(
      'Not handed in',
      missing.map(({ id, title }) => `${code(id)}: ${plain(title)}`),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const TEXT_STATES = {
  submitted: 'handed in',
  short: 'handed in, shorter than asked for',
  missing: 'not handed in',
} as const;

/** A heading and its items, or nothing. */
const list = (heading: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`## ${heading}`, items.map((item) => `- ${item}`).join('\n')];

function exerciseBlocks(exercise: ExerciseRecord): string[] {
  const { id, title, score, maximum, reason, tests, file } = exercise;
  return [
    `## ${plain(title)}: ${toText(score)} of ${toText(maximum)}`,
    `Exercise ${code(id)}${file ? `, file ${code(file.path)}` : ''}`,
    ...(reason ? [plain(reason)] : []),
    tests
      .map((test) => testItem(exercise, test))
      .join('\n')
      .trimEnd(),
    ...(tests.some(({ passed }) => !passed) ? [`Try it: ${code(`npm run check -- ${id}`)}`] : []),
  ];
}

function testItem(exercise: ExerciseRecord, test: TestRecord): string {
  const item = `- ${test.passed ? '✓' : '✗'} ${plain(test.title)}: ${toText(test.score)} of ${toText(test.maximum)}`;
  if (test.passed) return item;
  if (test.visibility === 'private') return `${item} (a private test)`;
  const words = publicWords(exercise, test);
  return words && words !== exercise.reason ? `${item}\n\n${indented(fence(words))}\n` : item;
}

/** Text that Markdown takes for text. */
const plain = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&').replaceAll(/\s+/g, ' ');

/** Inline code, also of text with backticks. */
function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const space = /^`|`$/.test(text) ? ' ' : '';
  return `${ticks}${space}${text.replaceAll(/\s+/g, ' ')}${space}${ticks}`;
}

function fence(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}text\n${text}\n${ticks}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
