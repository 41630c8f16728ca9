// A class at a glance, as text: one line for each exercise, and what needs somebody's attention.

import pc from 'picocolors';
import { plural } from '../plural';
import { rational, sum, toNumber, toText } from './rational';
import type { ExerciseRecord, SignedRecord } from './record';

export function summaryText(records: readonly SignedRecord[], before: number): string {
  const graded = records.map(({ record }) => record);
  const rows = exerciseIds(records).map((id) =>
    exerciseRow(
      id,
      graded.flatMap((one) => one.exercises.filter((exercise) => exercise.id === id)),
    ),
  );
  const totals = graded.filter(({ status }) => status === 'graded').map(({ score }) => score);
  const mean = totals.length === 0 ? 0 : toNumber(sum(totals)) / totals.length;
  const maximum = graded[0]?.maximum ?? rational(0);
  const ungraded = graded.filter(({ status }) => status === 'ungraded');
  const odd = graded.filter(({ findings }) => findings.some(({ effect }) => effect === 'refused'));
  const isolation = graded[0]?.isolation;
  const lines = [
    columns([HEAD, ...rows]),
    '',
    `${plural(graded.length, 'submission')}, ${before} of them graded before; on average ${mean.toFixed(1)} of ${toText(maximum)} points.`,
  ];
  if (isolation)
    lines.push(
      `Sandbox: tier ${isolation.tier}${isolation.certified ? '' : ', not certified'}. ${isolation.words}.`,
    );
  if (odd.length > 0) lines.push(pc.yellow(`Something in them was not read: ${names(odd)}`));
  if (ungraded.length > 0)
    lines.push(
      pc.red(`Not graded, because the grader failed; run the same command again: ${names(ungraded)}`),
    );
  return lines.join('\n');
}

/** In the order of the course; all records have the same. */
export const exerciseIds = (records: readonly Pick<SignedRecord, 'record'>[]): string[] => [
  ...new Set(records.flatMap(({ record }) => record.exercises.map(({ id }) => id))),
];

const HEAD = ['exercise', 'points', 'mean', 'all points', 'none', 'missing', 'unreadable', 'ungraded'];

function exerciseRow(id: string, all: readonly ExerciseRecord[]): string[] {
  const count = (holds: (exercise: ExerciseRecord) => boolean): string =>
    String(all.filter(holds).length || '–');
  const counted = all.filter(({ status }) => status !== 'ungraded');
  const mean =
    counted.length === 0
      ? '–'
      : (toNumber(sum(counted.map(({ score }) => score))) / counted.length).toFixed(1);
  return [
    id,
    toText(all[0].maximum),
    mean,
    count(({ status }) => status === 'passed'),
    count(({ status, score }) => status === 'failed' && score.n === 0),
    ...(['missing', 'unreadable', 'ungraded'] as const).map((state) =>
      count(({ status }) => status === state),
    ),
  ];
}

const SHOWN = 8;

function names(records: readonly SignedRecord['record'][]): string {
  const shown = records.slice(0, SHOWN).map(({ submission }) => submission.id);
  const more = records.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Below one another: the first to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const cell = (text: string, i: number): string =>
    i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]);
  return rows.map((row) => row.map(cell).join('  ')).join('\n');
}
