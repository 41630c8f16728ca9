// Tables of a whole class for other graders and for gradebooks. Whoever could not be graded has an empty cell, which
// leaves a gradebook as it is: the grader's fault is never a 0.

import { type Rational, toNumber } from '../grade/rational';
import type { GradeRecord } from '../grade/record';
import { type Cell, csv } from './csv';
import { classMaximum, type Export, exerciseIds, exerciseOf, type Graded, isGraded } from './graded';

/** More digits than any gradebook keeps. */
const number = (value: Rational): number => Number(toNumber(value).toFixed(6));
const shareOf = ({ score, maximum }: GradeRecord): number =>
  maximum.n === 0 ? 0 : Number((toNumber(score) / toNumber(maximum)).toFixed(6));
const score = (graded: Graded): Cell => (isGraded(graded) ? number(graded.record.score) : '');

/** A table in one file. */
function table(
  name: string,
  description: string,
  rows: (class_: readonly Graded[]) => readonly (readonly Cell[])[],
  file = `${name}.csv`,
): Export {
  return { name, description, files: (class_) => new Map([[file, csv(rows(class_))]]) };
}

/** The columns of `nbgrader export`. https://nbgrader.readthedocs.io/en/stable/command_line_tools/nbgrader-export.html */
export const nbgrader = table('nbgrader', 'a table like that of `nbgrader export`', (class_) => [
  [
    ...['assignment', 'duedate', 'timestamp', 'student_id', 'last_name', 'first_name', 'email'],
    ...['raw_score', 'late_submission_penalty', 'score', 'max_score'],
  ],
  ...class_.flatMap((graded) =>
    graded.record.exercises.map((exercise): Cell[] => {
      const { id, lastName, firstName, email } = graded.student;
      const points = exercise.status === 'ungraded' ? '' : number(exercise.score);
      return [
        exercise.id,
        '',
        '',
        id,
        lastName,
        firstName,
        email,
        points,
        0,
        points,
        number(exercise.maximum),
      ];
    }),
  ),
]);

/** The columns of `otter grade`, with the points possible in the first row. https://otter-grader.readthedocs.io */
export const otter = table(
  'otter',
  'final_grades.csv as `otter grade` writes it',
  (class_) => {
    const ids = exerciseIds(class_).sort();
    const maximum = (id: string): Cell => {
      const found = class_.map((graded) => exerciseOf(graded, id)).find((exercise) => exercise);
      return found ? number(found.maximum) : '';
    };
    return [
      ['file', ...ids, 'total_points_earned', 'percent_correct', 'grading_status'],
      ['points-per-question', ...ids.map(maximum), number(classMaximum(class_)), 1, ''],
      ...class_.map((graded): Cell[] => {
        const points = ids.map((id) => {
          const exercise = exerciseOf(graded, id);
          return !exercise || exercise.status === 'ungraded' ? '' : number(exercise.score);
        });
        const { record } = graded;
        const share = isGraded(graded) ? shareOf(record) : '';
        const status = isGraded(graded) ? 'Completed' : 'the grader failed';
        return [record.submission.name, ...points, score(graded), share, status];
      }),
    ];
  },
  'final_grades.csv',
);

const ASSIGNMENT = 'Backprop Lab';

/** https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807 */
export const canvas = table('canvas', "a table for the import of Canvas's gradebook", (class_) => [
  ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', ASSIGNMENT],
  ['    Points Possible', '', '', '', '', number(classMaximum(class_))],
  ...class_.map((graded): Cell[] => {
    const { name, firstName, lastName, canvasId, sisUserId, sisLoginId, section } = graded.student;
    const sorted = lastName && firstName ? `${lastName}, ${firstName}` : name;
    return [sorted, canvasId, sisUserId, sisLoginId, section, score(graded)];
  }),
]);

/** https://docs.moodle.org/en/Grade_import */
export const moodle = table('moodle', "a table for the import of Moodle's grades", (class_) => [
  [
    'ID number',
    'First name',
    'Last name',
    'Email address',
    `${ASSIGNMENT} (Real)`,
    `${ASSIGNMENT} (Feedback)`,
  ],
  ...class_.map((graded): Cell[] => {
    const { id, name, firstName, lastName, email } = graded.student;
    const { exercises } = graded.record;
    const solved = exercises.filter(({ status }) => status === 'passed').length;
    const feedback = isGraded(graded) ? `${solved} of ${exercises.length} exercises solved` : '';
    return [id, firstName || (lastName ? '' : name), lastName, email, score(graded), feedback];
  }),
]);
