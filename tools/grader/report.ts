// The result of a check in words, for a terminal or as the plain text of a notebook's output. The phrases are shared
// with the notebook's rich form, so that both say the same.

import pc from 'picocolors';
import {
  type CheckResult,
  type Failure,
  NOT_WRITTEN,
  type Problem,
  type Reflected,
  type TestOutcome,
  WRONG_VALUE,
} from './result';
import { clean } from './text';

export type Place = 'terminal' | 'notebook' | 'learn';

/** Colours, or nothing. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const same = (text: string): string => text;
export const PLAIN: Paint = { good: same, bad: same, strong: same, faint: same };
export const COLORS: Paint = { good: pc.green, bad: pc.red, strong: pc.bold, faint: pc.dim };

export function reportText(result: CheckResult, place: Place, paint: Paint = PLAIN): string {
  const blocks = [
    [paint.strong(headline(result))],
    result.reason === undefined ? [] : [paint.bad(reasonOf(result))],
    result.problems.flatMap((problem) => problemLines(problem, result.file, paint)),
    rightFirst(result.tests).flatMap((test) => testLines(test, paint)),
    result.reflected ? reflectionLines(result.reflected) : [],
    result.printed === ''
      ? []
      : ['Your code printed:', ...indent(result.printed.trimEnd().split('\n'), '  ')],
    [paint.strong(pointsLine(result))],
    hintLines(result),
    advice(result, place),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

export const headline = ({ id, title }: CheckResult): string => `${id}: ${title}`;

export const pointsLine = ({ points, maxPoints, seed, reflected }: CheckResult): string =>
  reflected
    ? 'No points: no program can judge a text. You can, and your teacher can.'
    : `Points: ${points} of ${maxPoints} (seed ${seed})`;

/** How far the learner is with a text, each criterion with a mark and, while it is open, a question. */
export function reflectionLines({ words, leastWords, criteria }: Reflected): string[] {
  const more = words < leastWords ? ` Say more: it takes ${leastWords} at least.` : '';
  return [
    `Your text has ${words} words.${more}`,
    ...criteria.map(({ text, question, ticked }) => (ticked ? `✓ ${text}` : `… ${text}  ${question}`)),
  ];
}

export function reasonOf({ status, reason = '', file }: CheckResult): string {
  const lead = status === 'ungraded' ? 'The checker itself failed, this is not your fault: ' : `${file}: `;
  return lead + clean(reason);
}

/** The good news comes first. */
export function rightFirst(tests: readonly TestOutcome[]): TestOutcome[] {
  return [...tests.filter((test) => test.passed), ...tests.filter((test) => !test.passed)];
}

/** How a test went, as a mark and a word. */
export function verdict({ passed, failure }: TestOutcome): string {
  if (passed) return '✓ passed';
  return failure?.message.startsWith(NOT_WRITTEN) ? '… not yet' : '✗ failed';
}

/** What to show of a failed test, each with its label. */
export function failureDetails({ call, got, expected, message, misconception }: Failure): [string, string][] {
  // Nothing is wrong yet: there is nothing to look into.
  if (message.startsWith(NOT_WRITTEN)) return [['what happened', message]];
  const details: [string, string | undefined][] = [
    ['input', call],
    ['got', got],
    ['expected', expected],
    ['what happened', message === WRONG_VALUE ? undefined : message],
    ['likely cause', misconception?.text],
  ];
  return details.filter((detail): detail is [string, string] => detail[1] !== undefined);
}

export const problemTitle = ({ kind, line, column }: Problem, file: string): string =>
  `${file}:${line}:${column} ${kind} error`;

/** The line of code, and a second one that points below it. */
export function problemSource({ line, column, length, source, message }: Problem): string[] {
  const number = String(line);
  const gap = ' '.repeat(number.length);
  const [first, ...more] = clean(message).split('\n');
  return [
    `${number} | ${clean(source.replaceAll('\t', ' '))}`,
    `${gap} | ${' '.repeat(column - 1)}${'^'.repeat(length)} ${first}`,
    ...more,
  ];
}

export function hintLines({ hints, hintsInAll }: CheckResult): string[] {
  return hints.map((hint, i) => `Hint ${i + 1} of ${hintsInAll}: ${hint}`);
}

/** What to do next. */
export function advice({ id, file, status, hints, hintsInAll }: CheckResult, place: Place): string[] {
  const { again, hint, done } = WAYS[place](id);
  if (status === 'passed') return [`Well done: all points. ${done}`];
  if (status === 'self-assessed')
    return [`Write in ${file}. Read your text with each question in mind, and tick what it answers.`];
  const lines = again === undefined ? [] : [`Next: open ${file}, change it, save it, and ${again} again.`];
  if (hints.length < hintsInAll) lines.push(`For ${hints.length === 0 ? 'a' : 'one more'} hint: ${hint}`);
  return lines;
}

interface Ways {
  /** How to check again, where it does not happen by itself. */
  readonly again?: string;
  readonly hint: string;
  readonly done: string;
}

const WAYS: Readonly<Record<Place, (id: string) => Ways>> = {
  terminal: (id) => ({
    again: `run npm run check -- ${id}`,
    hint: `npm run check -- ${id} --hint`,
    done: 'You can go on.',
  }),
  notebook: (id) => ({
    again: 'run this cell',
    hint: `await check('${id}', { hint: true })`,
    done: 'You can go on.',
  }),
  learn: () => ({ hint: 'hint', done: 'Go on with: next' }),
};

function testLines(test: TestOutcome, paint: Paint): string[] {
  const { passed, title, points, maxPoints, failure } = test;
  const mark = passed ? paint.good(verdict(test)) : paint.bad(verdict(test));
  const line = `  ${mark}  ${points} of ${maxPoints}  ${title}`;
  if (!failure) return [line];
  const details = failureDetails(failure).map(
    ([label, text]) => `${paint.faint(label.padEnd(15))}${text.replaceAll('\n', `\n${' '.repeat(21)}`)}`,
  );
  return [line, ...indent(details, '      ')];
}

function problemLines(problem: Problem, file: string, paint: Paint): string[] {
  return [paint.bad(problemTitle(problem, file)), ...indent(problemSource(problem), '  ')];
}

const indent = (lines: readonly string[], space: string): string[] => lines.map((line) => space + line);
