// All that records can be exported to.

import { classPage } from './class-page';
import { classroom } from './classroom';
import { feedback } from './feedback';
import { canvas, moodle, nbgrader, otter } from './gradebooks';
import type { Export } from './graded';
import { gradescope } from './gradescope';
import { prairielearn } from './prairielearn';
import { ctrf, junit } from './reports';

export type { Export, Files, Graded } from './graded';
export { Roster } from './roster';

export const classExports: readonly Export[] = [
  ...[feedback, classPage, gradescope, nbgrader, otter, prairielearn],
  ...[classroom, canvas, moodle, junit, ctrf],
];
