// What a grade file imports.

export type { MisconceptionId } from './catalog';
export { exercise } from './catalog/types';
export { EXACT, USUAL } from './compare';
export { Draw } from './draw';
export { type GradedTest, type Grading, gradedExercise } from './graded';
export {
  elementwise,
  polynomial,
  polynomialOfSeveral,
  quadratic,
  scalar,
  weightedSum,
} from './sandbox/functions';
export { LearnerError } from './sandbox/learner-error';
export { Foreign, type Plain } from './sandbox/plain';
export type { Ask } from './sandbox/protocol';
export { Refusal } from './suspects';
export { WrongResult } from './wrong-result';
