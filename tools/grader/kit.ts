// What graded tests are made with: which function is called with which inputs, from simple to hard. What is right, and
// what each misconception computes, comes from the model of the exercise.

import {
  type Case,
  type Mistake,
  mistakeIn,
  type Outcomes,
  observe,
  type Rules,
  sameOutcomes,
} from './cases';
import { type Tolerance, USUAL } from './compare';
import { Draw } from './draw';
import { formatAsks, formatPair, formatValue } from './format';
import type { GradedTest, Grading } from './graded';
import { LearnerError } from './sandbox/learner-error';
import type { Plain } from './sandbox/plain';
import type { Ask } from './sandbox/protocol';
import type { Suspects } from './suspects';
import { TellingInputs } from './telling';
import { WrongResult } from './wrong-result';

/** Functions and classes, as the learner's file exports them. */
export type Model = Readonly<Record<string, Callable | Constructable>>;
type Callable = (...args: never[]) => unknown;
type Constructable = new (...args: never[]) => object;

type Functions<M> = { [Name in keyof M]: M[Name] extends Callable ? Name : never }[keyof M] & string;
type Classes<M> = { [Name in keyof M]: M[Name] extends Constructable ? Name : never }[keyof M] & string;
type Arguments<F> = F extends (...args: infer Args) => unknown ? Readonly<Args> : never;
type Made<C> = C extends new (
  ...args: infer Args
) => infer Instance
  ? { args: Readonly<Args>; instance: Instance }
  : never;
/** A method and its arguments: ['step', gradients]. */
type Calls<Instance> = {
  [Name in keyof Instance]: Instance[Name] extends Callable
    ? readonly [Name, ...Arguments<Instance[Name]>]
    : never;
}[keyof Instance];

interface Options<Size, Id extends string> {
  /** What to draw inputs for, one each, from simple to hard. The first that fails is shown, or a simpler one. */
  readonly sizes: readonly Size[];
  /** How far a number may be off; USUAL unless told otherwise. */
  readonly tolerance?: Tolerance;
  /** Arguments that a call is meant to change, by their place. All others must stay as they are. */
  readonly changes?: readonly number[];
  /** Where many results are right: says in a sentence what is wrong with this one. */
  readonly check?: (got: Plain, ask: Ask, expected: Plain) => string | undefined;
  /** The misconception of whoever comes near all the right values (one part in ten thousand) and hits none. */
  readonly nearly?: Id;
}

const NEAR: Tolerance = { relative: 1e-4, absolute: 1e-4 };
/** How many simpler inputs are tried when one fails. */
const SIMPLER = 12;

export class Kit<M extends Model, Id extends string> {
  /** Of the tests, in the order in which they were made. */
  readonly inputs: TellingInputs<Id>[] = [];
  readonly #suspects: Suspects<Id>;

  constructor(suspects: Suspects<Id>) {
    this.#suspects = suspects;
  }

  /** Calls one function, once for each size. */
  calls<Name extends Functions<M>, const Size>(
    name: Name,
    { draw, ...options }: Options<Size, Id> & { draw(draw: Draw, size: Size): Arguments<M[Name]> },
  ): GradedTest {
    return this.script({
      ...options,
      draw: (random, size) => [{ do: 'call', name, args: draw(random, size) as readonly Plain[] }],
    });
  }

  /** Makes one object of a class for each size, calls its methods in turn, and reads properties after each call. */
  objects<Name extends Classes<M>, const Size>(
    name: Name,
    {
      draw,
      ...options
    }: Options<Size, Id> & {
      draw(
        draw: Draw,
        size: Size,
      ): {
        readonly create: Made<M[Name]>['args'];
        readonly calls: readonly Calls<Made<M[Name]>['instance']>[];
        readonly read?: readonly (keyof Made<M[Name]>['instance'] & string)[];
      };
    },
  ): GradedTest {
    return this.script({
      ...options,
      draw: (random, size) => {
        const { create, calls, read = [] } = draw(random, size);
        const reading = read.map((property): Ask => ({ do: 'get', name: property }));
        const asks = calls.flatMap((call): Ask[] => {
          const [method, ...args] = call as unknown as readonly [string, ...Plain[]];
          return [{ do: 'method', name: method, args }, ...reading];
        });
        return [{ do: 'new', name, args: create as readonly Plain[] }, ...asks];
      },
    });
  }

  /** Any questions in a row. */
  script<const Size>({
    draw,
    ...options
  }: Options<Size, Id> & { draw(draw: Draw, size: Size): Case }): GradedTest {
    const { sizes, tolerance = USUAL, changes = [], check, nearly } = options;
    const rules: Rules = { tolerance, changes, ...(check && { check }) };
    const inputs = new TellingInputs(this.#suspects, (seed, attempt) => {
      const random = Draw.of(seed, 'inputs', attempt);
      return sizes.map((size) => draw(random, size));
    });
    this.inputs.push(inputs);
    return async (grading) => {
      const { cases, expected } = await inputs.of(grading.seed);
      const seen = new Seen(rules);
      const failed = await seen.all(cases, expected, grading);
      if (!failed) return;
      if (!grading.explain) throw seen.wrongResult(failed, undefined);
      const simpler = await this.#simpler(failed, { sizes, draw }, seen, grading);
      throw seen.wrongResult(simpler ?? failed, await this.#likely(seen, nearly));
    };
  }

  /** Tries inputs that are simpler than the one that fails, and other ones of the same size. */
  async #simpler<Size>(
    failed: Failed,
    { sizes, draw }: { sizes: readonly Size[]; draw(draw: Draw, size: Size): Case },
    seen: Seen,
    grading: Grading,
  ): Promise<Failed | undefined> {
    const random = Draw.of(grading.seed, 'simpler');
    const smaller = sizes.slice(0, failed.number);
    for (let i = 0; i < SIMPLER; i++) {
      const size = smaller[Math.floor((i * smaller.length) / SIMPLER)] ?? sizes[failed.number];
      const asks = draw(random, size);
      const expected = await this.#suspects.right(asks);
      // Whoever takes too long for one input is not kept busy with others.
      const found = await seen.one(asks, expected, failed.number, grading).catch(() => 'none' as const);
      if (found === 'none') return undefined;
      if (found && formatAsks(asks).length < formatAsks(failed.asks).length) return found;
    }
    return undefined;
  }

  async #likely(seen: Seen, nearly: Id | undefined): Promise<string | undefined> {
    const found = await this.#suspects.likely(seen.cases, seen.got, seen.rules.tolerance);
    if (found !== undefined || nearly === undefined) return found;
    const near = seen.got.every((outcomes, i) => sameOutcomes(outcomes, seen.expected[i], NEAR));
    return near ? nearly : undefined;
  }
}

interface Failed {
  /** Of the size that it was drawn for. */
  readonly number: number;
  readonly asks: Case;
  readonly mistake: Mistake;
}

/** Everything that a test has observed. */
class Seen {
  readonly cases: Case[] = [];
  readonly expected: Outcomes[] = [];
  readonly got: Outcomes[] = [];

  constructor(readonly rules: Rules) {}

  /** All cases are tried, also behind one that fails: they tell which misconception it is. */
  async all(
    cases: readonly Case[],
    expected: readonly Outcomes[],
    grading: Grading,
  ): Promise<Failed | undefined> {
    let failed: Failed | undefined;
    for (const [i, asks] of cases.entries()) {
      try {
        const found = await this.one(asks, expected[i], i, grading);
        failed ??= found;
      } catch (error) {
        // An endless loop, say: the value that was wrong before it comes first.
        if (failed && error instanceof LearnerError) return failed;
        throw error;
      }
    }
    return failed;
  }

  async one(asks: Case, expected: Outcomes, number: number, grading: Grading): Promise<Failed | undefined> {
    const got = await observe(asks, grading);
    this.cases.push(asks);
    this.expected.push(expected);
    this.got.push(got);
    const mistake = mistakeIn(asks, got, expected, this.rules);
    return mistake && { number, asks, mistake };
  }

  wrongResult({ asks, mistake }: Failed, misconception: string | undefined): WrongResult {
    const call = formatAsks(asks.slice(0, mistake.at + 1));
    return new WrongResult({ message: mistake.message, call, ...shown(mistake) }, misconception);
  }
}

/** What came and what was expected; of something large, the one number that differs. */
function shown(mistake: Mistake): { got?: string; expected?: string } {
  const { pair } = mistake;
  if (!('got' in mistake)) return { expected: formatValue(mistake.expected) };
  if (!('expected' in mistake)) return { got: formatValue(mistake.got) };
  const whole = formatPair(mistake.got, mistake.expected);
  const [got, expected] = pair && whole.some((text) => text.endsWith('…')) ? formatPair(...pair) : whole;
  return { got, expected };
}
