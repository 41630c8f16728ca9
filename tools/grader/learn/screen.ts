// What `npm run learn` shows: where you are, the current exercise, the last result, and what you can do.

import type { ListedExercise } from '../list';
import { listText } from '../list';
import { type Paint, reportText } from '../report';
import type { CheckResult } from '../result';
import { COMMANDS } from './commands';

export interface Screen {
  readonly exercises: readonly ListedExercise[];
  readonly current: ListedExercise;
  /** Of the current exercise, once it has been checked. */
  readonly result?: CheckResult;
  /** Instead of the result: all exercises. */
  readonly list?: boolean;
  /** A line that answers the last command. */
  readonly note?: string;
  readonly checking?: boolean;
}

const BAR = 30;

export function screenText(
  { exercises, current, result, list, note, checking }: Screen,
  paint: Paint,
): string {
  const blocks = [
    courseLine(exercises, paint),
    [
      `${paint.strong(`${current.chapter}  ${current.id}: ${current.title}`)}  ${paint.faint(`about ${current.minutes} min`)}`,
      `Open ${current.file}, write, and save. Each time you save it, it is checked.`,
    ].join('\n'),
    list ? listText(exercises, current.id) : result && reportText(result, 'learn', paint),
    checking
      ? paint.faint('Checking …')
      : result && paint.faint(`checked in ${(result.durationMs / 1000).toFixed(1)} s`),
    note,
    commandLine(paint),
  ];
  return blocks.filter((block) => block !== undefined).join('\n\n');
}

/** A bar over all points of the course. */
export function courseLine(exercises: readonly ListedExercise[], paint: Paint): string {
  const sum = (of: (exercise: ListedExercise) => number): number =>
    exercises.reduce((total, one) => total + of(one), 0);
  const [points, maxPoints] = [sum(({ bestPoints }) => bestPoints), sum(({ maxPoints: most }) => most)];
  const done = exercises.filter(({ state }) => state === 'done').length;
  // Not one bar too many: it is full when all is done.
  const full = Math.floor((BAR * points) / Math.max(1, maxPoints));
  const bar = paint.good('█'.repeat(full)) + paint.faint('░'.repeat(BAR - full));
  return `${paint.strong('Backprop Lab')}  ${bar}  ${done} of ${exercises.length} exercises, ${points} of ${maxPoints} points`;
}

const commandLine = (paint: Paint): string =>
  COMMANDS.map((command) => `${paint.strong(`[${command[0]}]`)}${command.slice(1)}`).join('  ');
