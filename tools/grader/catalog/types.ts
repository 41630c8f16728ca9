// What the catalog says of an exercise. Everything a learner reads has an id, so that a translation can stand beside it:
// an exercise, one of its tests, a hint by its number, a misconception.

export interface CatalogEntry {
  /** Short, unique, for ever: `npm run check -- <id>`. */
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  readonly minutes: number;
  /** The learner's file, from the root of the project. Its master and its tests lie at the same place in their folders. */
  readonly file: `exercises/${string}.ts`;
  /** The notebook that teaches it, and the heading of the section. */
  readonly taughtIn: { readonly notebook: string; readonly section: string };
  /** Ids of exercises that come before. */
  readonly prerequisites: readonly string[];
  readonly tests: readonly TestEntry[];
  /** Growing help: an idea, a plan, nearly the code. */
  readonly hints: readonly [string, string, string];
  /** By id: what a learner may have misunderstood. The sentence is shown when a wrong result fits it. */
  readonly misconceptions: Readonly<Record<string, string>>;
  readonly mutants: readonly Mutant[];
}

export interface TestEntry {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

/** A plausible wrong solution that the tests must catch. */
export interface Mutant {
  /** In the exercise's folder below test/mutants. */
  readonly file: string;
  /** The id of the misconception that the learner must then read of. */
  readonly misconception: string;
}

export function totalPoints(entry: CatalogEntry): number {
  return entry.tests.reduce((sum, test) => sum + test.points, 0);
}
