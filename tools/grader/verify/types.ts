// What the proof of an exercise says, as data.

export interface VerifyOptions {
  /** How many seeds; 100 unless told otherwise. */
  readonly seeds: number;
  /** Whether each submission is also graded in a process of its own, as a learner's file is. */
  readonly sandbox: boolean;
}

export interface Verified {
  readonly id: string;
  readonly points: number;
  readonly maxPoints: number;
  /** The points of each submission in each test, with the first seed. */
  readonly scores: readonly { readonly name: string; readonly points: readonly number[] }[];
  /** What does not hold; empty when all does. */
  readonly findings: readonly string[];
  readonly ms: number;
}
