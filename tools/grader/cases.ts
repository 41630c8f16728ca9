// A case is a few questions about the learner's file, asked in a row: one call of a function, or an object that is made
// and used. What comes back is observed, and compared with what came back from somebody else.

import type { Tolerance } from './compare';
import { type Difference, difference } from './difference';
import type { Learner } from './learner';
import { NOT_WRITTEN } from './result';
import { LearnerError } from './sandbox/learner-error';
import type { Plain } from './sandbox/plain';
import type { Answer, Ask } from './sandbox/protocol';

export type Case = readonly Ask[];

export type Outcome =
  | { readonly answer: Answer; readonly error?: never }
  | { readonly answer?: never; readonly error: LearnerError };

/** One outcome for each question, up to the first that was answered by an error. */
export type Outcomes = readonly Outcome[];

/** @throws LearnerError when there is nothing to compare: not yet written, endless, out of memory … */
export async function observe(asks: Case, learner: Learner): Promise<Outcomes> {
  const outcomes: Outcome[] = [];
  for (const ask of asks) {
    try {
      outcomes.push({ answer: await learner.ask(ask) });
    } catch (error) {
      if (!(error instanceof LearnerError) || error.trouble !== 'threw') throw error;
      if (error.message.startsWith(NOT_WRITTEN)) throw error;
      outcomes.push({ error });
      break;
    }
  }
  return outcomes;
}

/** Whether two have answered the same, right or wrong; changed inputs and NaN included. */
export function sameOutcomes(got: Outcomes, expected: Outcomes, tolerance: Tolerance): boolean {
  const alike = { ...tolerance, sameNaN: true };
  const same = (one: Plain, two: Plain): boolean => difference(one, two, alike) === undefined;
  return (
    got.length === expected.length &&
    got.every(({ answer, error }, i) => {
      const other = expected[i];
      if (error || other.error) return error?.opening === other.error?.opening;
      return (
        same(answer.value, other.answer.value) &&
        answer.args.every((arg, k) => same(arg, other.answer.args[k]))
      );
    })
  );
}

export interface Rules {
  readonly tolerance: Tolerance;
  /** Which arguments a call is meant to change, by their place: they are compared after the call. */
  readonly changes: readonly number[];
  /** Where many results are right: says what is wrong with this one. */
  readonly check?: (got: Plain, ask: Ask, expected: Plain) => string | undefined;
}

export interface Mistake extends Difference {
  /** The number of the question. */
  readonly at: number;
  readonly got?: Plain;
  readonly expected?: Plain;
}

/** The first thing that is wrong with what the learner has answered. */
export function mistakeIn(asks: Case, got: Outcomes, expected: Outcomes, rules: Rules): Mistake | undefined {
  for (const [at, { answer, error }] of got.entries()) {
    const wanted = expected[at];
    if (error)
      return wanted.error ? undefined : { at, message: error.message, expected: wanted.answer.value };
    if (!wanted.answer) {
      return { at, message: `An error was expected: ${wanted.error.message}`, got: answer.value };
    }
    const found = inAnswer(asks[at], answer, wanted.answer, rules);
    if (found) return { at, ...found };
  }
  return undefined;
}

type Found = Omit<Mistake, 'at'>;

function inAnswer(ask: Ask, got: Answer, expected: Answer, rules: Rules): Found | undefined {
  const { tolerance, changes, check } = rules;
  const compare = (one: Plain, two: Plain): Found | undefined => {
    const found = difference(one, two, tolerance);
    return found && { ...found, got: one, expected: two };
  };
  const message = check?.(got.value, ask, expected.value);
  if (message !== undefined) return { message, got: got.value };
  const wrong = check ? undefined : compare(got.value, expected.value);
  if (wrong) return wrong;
  if (ask.do === 'get') return undefined;
  for (const [i, before] of ask.args.entries()) {
    const named = (what: string): string =>
      `${what} ${ask.args.length === 1 ? 'its argument' : `argument ${i + 1}`}`;
    if (changes.includes(i)) {
      const found = compare(got.args[i], expected.args[i]);
      if (found)
        return {
          ...found,
          message: `${named('After the call,')} is not what it should be: ${found.message}`,
        };
    } else if (difference(got.args[i], before, NOTHING)) {
      const message = `${named('The call changed')}. Inputs stay as they are: make a copy, and change that.`;
      return { message, got: got.args[i], expected: before };
    }
  }
  return undefined;
}

const NOTHING: Tolerance = { relative: 0, absolute: 0, sameNaN: true };
