// Which misconception is it? A model of the exercise computes what is right, and, with one of its mistakes switched on,
// what a learner with this misconception computes.

import { type Case, type Outcomes, observe, sameOutcomes } from './cases';
import type { Tolerance } from './compare';
import { OwnCode } from './own-code';
import type { Exported } from './sandbox/answers';
import { LearnerError } from './sandbox/learner-error';

/** Thrown by a model where the learner's code has to throw, too. */
export class Refusal extends Error {}

export type ModelOf<Id extends string> = (mistake?: Id) => Exported;

/** What the model answers in each of some cases. */
export type Answers = readonly Outcomes[];

export class Suspects<Id extends string> {
  readonly ids: readonly Id[];
  readonly #model: ModelOf<Id>;
  readonly #right: OwnCode;
  readonly #wrong = new Map<Id, OwnCode>();
  /** Many submissions are graded with the same cases. */
  readonly #known = new WeakMap<Case, Map<Id, Promise<Outcomes>>>();

  constructor(model: ModelOf<Id>, ids: readonly Id[]) {
    this.ids = ids;
    this.#model = model;
    this.#right = new OwnCode(model());
  }

  /** @throws what the model throws, if that is not a Refusal: then the model itself is wrong */
  async right(asks: Case): Promise<Outcomes> {
    const outcomes = await observe(asks, this.#right).catch(cause);
    for (const { error } of outcomes) if (error && !(error.cause instanceof Refusal)) throw error.cause;
    return outcomes;
  }

  /** A mistake may end in any error. */
  wrong(id: Id, asks: Case): Promise<Outcomes> {
    const known = this.#known.get(asks) ?? new Map<Id, Promise<Outcomes>>();
    this.#known.set(asks, known);
    const outcomes = known.get(id) ?? observe(asks, this.#learner(id)).catch(cause);
    known.set(id, outcomes);
    return outcomes;
  }

  #learner(id: Id): OwnCode {
    const own = this.#wrong.get(id) ?? new OwnCode(this.#model(id));
    this.#wrong.set(id, own);
    return own;
  }

  /** The first misconception that explains all that was observed. */
  async likely(cases: readonly Case[], got: Answers, tolerance: Tolerance): Promise<Id | undefined> {
    for (const id of this.ids) if (await this.#explains(id, cases, got, tolerance)) return id;
    return undefined;
  }

  async #explains(id: Id, cases: readonly Case[], got: Answers, tolerance: Tolerance): Promise<boolean> {
    for (const [i, asks] of cases.entries()) {
      if (!sameOutcomes(got[i], await this.wrong(id, asks), tolerance)) return false;
    }
    return true;
  }
}

/** A model that hands out what cannot cross the pipe, or lacks a function, is wrong itself. */
function cause(error: unknown): never {
  throw error instanceof LearnerError ? new Error(`the model of the exercise: ${error.message}`) : error;
}
