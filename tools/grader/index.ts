// What other parts of the project use of the grader.

export { type CheckOptions, checkExercise } from './checker';
export type { CheckResult, Failure, Problem, TestOutcome } from './result';
