// From what the tests have found to what stands in a record.

import { ROOT } from '../paths';
import { type Failure, type TestOutcome, WRONG_VALUE } from '../result';
import { clean, shorten } from '../text';
import type { AssignedExercise } from './assignment';
import type { SubmittedFile } from './intake/collector';
import { shownPath } from './intake/entry-path';
import { rationalOf, sum, ZERO } from './rational';
import type { ExerciseRecord, ExerciseStatus, TestRecord } from './record';
import type { Graded } from './schedule';

const LONGEST = 4_000;

/** An exercise without any test that ran. */
export function withoutTests(
  exercise: AssignedExercise,
  status: Exclude<ExerciseStatus, 'passed' | 'failed'>,
  reason: string,
  file?: SubmittedFile,
): ExerciseRecord {
  const why = safe(reason);
  const tests = exercise.entry.tests.map(({ id, title, points }): TestRecord => {
    const words = { publicMessage: why, instructorMessage: why };
    return {
      ...{ id, title, passed: false, score: ZERO, maximum: rationalOf(points) },
      ...{ visibility: exercise.visibility, ...words },
    };
  });
  return { ...frame(exercise, tests, file), status, reason: why };
}

export function gradedExercise(
  exercise: AssignedExercise,
  file: SubmittedFile,
  inputs: number,
  graded: Graded,
): ExerciseRecord {
  if ('fault' in graded) return withoutTests(exercise, 'ungraded', graded.fault, file);
  const tests = graded.tests.map((outcome) => testRecord(outcome, exercise.visibility));
  const status = tests.every(({ passed }) => passed) ? 'passed' : 'failed';
  return { ...frame(exercise, tests, file), status, inputs };
}

function frame(
  { entry: { id, chapter, title } }: AssignedExercise,
  tests: readonly TestRecord[],
  file: SubmittedFile | undefined,
): Omit<ExerciseRecord, 'status'> {
  return {
    ...{ id, chapter, title, tests },
    score: sum(tests.map((test) => test.score)),
    maximum: sum(tests.map((test) => test.maximum)),
    ...(file && { file: { path: shownPath(file.path), sha256: file.sha256 } }),
  };
}

function testRecord(
  { id, title, passed, points, maxPoints, failure }: TestOutcome,
  visibility: TestRecord['visibility'],
): TestRecord {
  return {
    ...{ id, title, passed, visibility, score: rationalOf(points), maximum: rationalOf(maxPoints) },
    ...(failure && {
      publicMessage:
        visibility === 'public' ? publicMessage(failure) : 'A test that is not public has failed.',
      instructorMessage: instructorMessage(failure),
      ...(failure.misconception && { misconception: failure.misconception.id }),
    }),
  };
}

/** Without the inputs, and what is right for them: they are still to be asked of others. */
function publicMessage({ message, misconception }: Failure): string {
  return safe(misconception ? `${message} ${misconception.text}` : message);
}

function instructorMessage({ message, call, got, expected, misconception }: Failure): string {
  const lines: [string, string | undefined][] = [
    ['input', call],
    ['got', got],
    ['expected', expected],
    ['what happened', message === WRONG_VALUE ? undefined : message],
    ['likely cause', misconception?.text],
  ];
  const told = lines.filter(([, text]) => text !== undefined).map(([label, text]) => `${label}: ${text}`);
  return safe(told.join('\n') || message);
}

/** The learner's process may have had a part in it, and knows paths of this machine. */
const safe = (text: string): string =>
  shorten(clean(text).replaceAll(`${ROOT}/`, '').replaceAll(ROOT, '.'), LONGEST);
