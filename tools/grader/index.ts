// What other parts of the project use of the grader.

export { type CheckOptions, checkExercise } from './check-exercise';
export type { CheckResult, Failure, Problem, TestOutcome } from './result';
