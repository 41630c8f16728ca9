// All submissions of a class, so many at a time that no lane of the trusted process waits.

import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';
import type { GradeListener } from './grade';
import { type Course, type GradedSubmission, gradeSubmission, type Tools } from './grade-submission';
import type { Source } from './intake/sources';
import { readSubmission, type Submission, unreadSubmission } from './intake/submission';
import type { Wanted } from './intake/wanted';
import type { Journal } from './results/journal';
import { ATTEMPTS } from './schedule';

/** Keeps what was found. */
type Keep = (submission: Submission, graded: GradedSubmission) => void;

export class ClassRun {
  constructor(
    readonly course: Course,
    readonly wanted: Wanted,
    readonly tools: Tools,
    readonly listener: GradeListener,
    readonly lanes: number,
  ) {}

  /** @returns how many had been graded before */
  async all(sources: readonly Source[], journal: Journal, keep: Keep): Promise<number> {
    const waiting = [...sources];
    let before = 0;
    const lane = async (): Promise<void> => {
      for (let source = waiting.shift(); source; source = waiting.shift()) {
        if (await this.#one(source, journal, keep)) before++;
      }
    };
    // A submission may wait for its last exercise, while others keep the lanes busy.
    const atATime = 2 + 2 * this.lanes;
    await Promise.all(Array.from({ length: atATime }, lane));
    return before;
  }

  async #one(source: Source, journal: Journal, keep: Keep): Promise<boolean> {
    const { course, listener } = this;
    const submission = await this.#read(source);
    const entry = journal.entry(source.id);
    if (entry?.key === keyOf(submission, course) && entry.status === 'graded') {
      for (const _ of course.assignment.exercises) listener.exercise?.();
      listener.submission?.(journal.read(entry).record, false);
      return true;
    }
    const graded = await gradeSubmission(submission, course, this.tools, () => listener.exercise?.());
    keep(submission, graded);
    listener.submission?.(graded.record, true);
    return false;
  }

  /** The disk may be at fault for a moment. */
  async #read(source: Source): Promise<Submission> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await readSubmission(source, this.wanted);
      } catch (error) {
        if (attempt === ATTEMPTS)
          return unreadSubmission(source, `It cannot be read: ${(error as Error).message}`);
      }
    }
  }
}

/** Of all that a result depends on: with the same key there is nothing to grade again. */
export function keyOf({ info, findings }: Submission, { assignment, common }: Course): string {
  const { seed, tests, library, isolation } = common;
  const exercises = [
    ...assignment.exercises.map(({ entry }) => entry.id),
    ...assignment.texts.map(({ id }) => id),
  ];
  const parts = { info, findings, exercises, seed, tests, library, tier: isolation.tier };
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}
