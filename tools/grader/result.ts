// What a check has found, as plain data: for the terminal, the notebook and later the instructor.

export interface CheckResult {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  /** The file that was checked, from the root of the project where it lies inside. */
  readonly file: string;
  readonly seed: number;
  /**
   * not-run: the file is missing or is no TypeScript. ungraded: the grader failed, and nobody's points are lost.
   * self-assessed: free text, which has no points.
   */
  readonly status: 'passed' | 'failed' | 'not-run' | 'ungraded' | 'self-assessed';
  readonly points: number;
  readonly maxPoints: number;
  readonly tests: readonly TestOutcome[];
  /** What TypeScript says of the file. */
  readonly problems: readonly Problem[];
  /** Why it was not run or not graded. */
  readonly reason?: string;
  /** The beginning of what the learner's file printed. */
  readonly printed: string;
  /** The hints revealed so far. */
  readonly hints: readonly string[];
  readonly hintsInAll: number;
  readonly durationMs: number;
  /** Of free text. */
  readonly reflected?: Reflected;
}

/** What the learner has written, and what the learner thinks of it. */
export interface Reflected {
  readonly text: string;
  readonly words: number;
  readonly leastWords: number;
  readonly criteria: readonly {
    readonly text: string;
    readonly question: string;
    readonly ticked: boolean;
  }[];
}

export interface TestOutcome {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly points: number;
  readonly maxPoints: number;
  readonly failure?: Failure;
}

/** How the message begins when the learner has not begun: nothing is wrong yet. */
export const NOT_WRITTEN = 'This function is not written yet';

/** The message when got and expected say it all. */
export const WRONG_VALUE = 'Wrong value.';

export interface Failure {
  readonly message: string;
  /** The call that was made, as one would write it. */
  readonly call?: string;
  readonly got?: string;
  readonly expected?: string;
  /** The misconception whose value came, by its id in the catalog, and what the catalog says of it. */
  readonly misconception?: { readonly id: string; readonly text: string };
}

export interface Problem {
  readonly kind: 'syntax' | 'type';
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly source: string;
  readonly message: string;
}
