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
  /** The notebook that teaches it, also one that is only planned, and the heading of the section. */
  readonly taughtIn: { readonly notebook: string; readonly section: string };
  /** Ids of exercises that come before. */
  readonly prerequisites: readonly string[];
  readonly tests: readonly TestEntry[];
  /** Growing help: an idea, a plan, nearly the code. */
  readonly hints: readonly [string, string, string];
  /** By id: what a learner may have misunderstood. The sentence is shown when a wrong result fits it. */
  readonly misconceptions: Readonly<Record<string, string>>;
  /** For an exercise that trains something: the time of one call, and of all calls of one test. */
  readonly limits?: { readonly callMs: number; readonly testMs: number };
}

export interface TestEntry {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

/** Checks the entry's form and keeps its ids in the type, so that a typing error in one of them does not compile. */
export const exercise = <const Entry extends CatalogEntry>(entry: Entry): Entry => entry;

export type TestId<Entry extends CatalogEntry> = Entry['tests'][number]['id'];
export type MisconceptionId<Entry extends CatalogEntry> = keyof Entry['misconceptions'] & string;

/** An exercise in free text, which no program can judge: the learner does, with the help of questions. No points. */
export interface Reflection {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  readonly minutes: number;
  /** Markdown: the text below the heading `## My text`, and below `## How I see it` a list of the criteria to tick. */
  readonly file: `exercises/${string}.md`;
  readonly taughtIn: CatalogEntry['taughtIn'];
  readonly prerequisites: readonly string[];
  /** Below this nobody can have said it all. */
  readonly leastWords: number;
  readonly criteria: readonly Criterion[];
}

export interface Criterion {
  readonly id: string;
  /** What the text does, as it stands in the list to tick. */
  readonly text: string;
  /** Asked as long as it is not ticked. */
  readonly question: string;
}

export function totalPoints(entry: CatalogEntry): number {
  return entry.tests.reduce((sum, test) => sum + test.points, 0);
}
