// The result of a check in words, for a terminal or as the plain text of a notebook's output. The phrases are shared
// with the notebook's rich form, so that both say the same.

import {
  type CheckResult,
  type Failure,
  NOT_WRITTEN,
  type Problem,
  type TestOutcome,
  WRONG_VALUE,
} from './result';
import { clean } from './text';

export type Place = 'terminal' | 'notebook';

/** Colours, or nothing. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const same = (text: string): string => text;
export const PLAIN: Paint = { good: same, bad: same, strong: same, faint: same };

export function reportText(result: CheckResult, place: Place, paint: Paint = PLAIN): string {
  const blocks = [
    [paint.strong(headline(result))],
    result.reason === undefined ? [] : [paint.bad(reasonOf(result))],
    result.problems.flatMap((problem) => problemLines(problem, result.file, paint)),
    rightFirst(result.tests).flatMap((test) => testLines(test, paint)),
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

export const pointsLine = ({ points, maxPoints, seed }: CheckResult): string =>
  `Points: ${points} of ${maxPoints} (seed ${seed})`;

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
  if (status === 'passed') return ['Well done: all points. You can go on.'];
  const again = place === 'terminal' ? `run npm run check -- ${id}` : 'run this cell';
  const forHint =
    place === 'terminal' ? `npm run check -- ${id} --hint` : `await check('${id}', { hint: true })`;
  const lines = [`Next: open ${file}, change it, save it, and ${again} again.`];
  if (hints.length < hintsInAll) lines.push(`For ${hints.length === 0 ? 'a' : 'one more'} hint: ${forHint}`);
  return lines;
}

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
