// What exports are made of: a record, and the person whom it belongs to.

import { compare, type Rational, ZERO } from '../grade/rational';
import type { ExerciseRecord, GradeRecord, SignedRecord, TestRecord } from '../grade/record';
import type { Student } from './roster';

export interface Graded {
  readonly record: GradeRecord;
  readonly durations: SignedRecord['unsigned']['durations'];
  readonly student: Student;
}

/** The files of one format, by their names below its folder. */
export type Files = ReadonlyMap<string, string>;

export interface Export {
  readonly name: string;
  /** For --help. */
  readonly description: string;
  files(class_: readonly Graded[]): Files;
}

export const isGraded = ({ record }: Graded): boolean => record.status === 'graded';

/** A test together with its exercise, in the order of the course. */
export const testsOf = ({ exercises }: GradeRecord): { exercise: ExerciseRecord; test: TestRecord }[] =>
  exercises.flatMap((exercise) => exercise.tests.map((test) => ({ exercise, test })));

export const nameOfTest = (exercise: ExerciseRecord, test: TestRecord): string =>
  `${exercise.id}: ${test.title}`;

/** What the learner may read about a test: nothing of a private one. */
export const publicWords = (exercise: ExerciseRecord, test: TestRecord): string =>
  test.visibility === 'private' ? '' : (test.publicMessage ?? exercise.reason ?? '');

/** The same for every learner; 0 in an empty class. */
export const classMaximum = (class_: readonly Graded[]): Rational =>
  class_.map(({ record }) => record.maximum).reduce((a, b) => (compare(a, b) < 0 ? b : a), ZERO);

/** Of all learners, in the order of the course. */
export const exerciseIds = (class_: readonly Graded[]): string[] => [
  ...new Set(class_.flatMap(({ record }) => record.exercises.map(({ id }) => id))),
];

export const exerciseOf = ({ record }: Graded, id: string): ExerciseRecord | undefined =>
  record.exercises.find((exercise) => exercise.id === id);

/** For JSON formats whose scores are plain numbers. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
