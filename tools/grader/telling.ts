// Inputs that tell: a wrong solution must not pass by luck, and two misconceptions must not look alike by chance. So a
// test first tries what inputs of its kind can bring to light, and then draws until its own do.

import { type Case, type Outcomes, sameOutcomes } from './cases';
import type { Tolerance } from './compare';
import type { Suspects } from './suspects';

/** Results that are further apart than this are told apart by anyone. */
const CLEAR: Tolerance = { relative: 1e-3, absolute: 1e-4 };
const PROBES = 8;
const TRIES = 60;

export interface Drawn {
  readonly cases: readonly Case[];
  readonly expected: readonly Outcomes[];
}

/** Names of what some inputs bring to light: a misconception, or two of them that differ. */
type Shown = ReadonlySet<string>;

const pairOf = (one: string, other: string): string => `${one} ${other}`;
const isPair = (shown: Shown, one: string, other: string): boolean =>
  shown.has(pairOf(one, other)) || shown.has(pairOf(other, one));

/** What a misconception makes of some inputs. */
interface Wrong<Id> {
  readonly id: Id;
  readonly outcomes: readonly Outcomes[];
}

/** Remembers what the inputs of a test can bring to light: finding out takes as long as many submissions do. */
export interface ProbeMemory {
  read(): readonly string[] | undefined;
  write(shown: readonly string[]): void;
}

export interface Probed {
  /** None unless somebody keeps it. */
  memory: ProbeMemory | undefined;
}

/** @param draw the inputs of the test for the n-th try */
export class TellingInputs<Id extends string> implements Probed {
  memory: ProbeMemory | undefined;
  readonly #suspects: Suspects<Id>;
  /** Those first that hid in the attempts before. */
  #likeliest: readonly Id[];
  #possible: Promise<{ shown: Shown; ids: readonly Id[] }> | undefined;
  readonly #draw: (seed: number, attempt: number) => readonly Case[];
  /** Of the seed that was asked for last: many submissions are graded with one seed. */
  #last: { seed: number; drawn: Promise<Drawn> } | undefined;

  constructor(suspects: Suspects<Id>, draw: (seed: number, attempt: number) => readonly Case[]) {
    this.#suspects = suspects;
    this.#likeliest = suspects.ids;
    this.#draw = draw;
  }

  of(seed: number): Promise<Drawn> {
    if (this.#last?.seed !== seed) this.#last = { seed, drawn: this.#best(seed) };
    return this.#last.drawn;
  }

  async #best(seed: number): Promise<Drawn> {
    this.#possible ??= this.#probe();
    const { shown: possible, ids } = await this.#possible;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const drawn = await this.#showingAll(seed, attempt, possible);
      if (drawn) return drawn;
    }
    // None of them does: so it is the first of those that show most.
    let best: { drawn: Drawn; count: number } | undefined;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { drawn, shown } = await this.#try(seed, attempt, ids);
      const count = [...possible].filter((name) => shown.has(name)).length;
      if (!best || count > best.count) best = { drawn, count };
    }
    return best!.drawn;
  }

  /** The same inputs for every seed, so that all seeds ask for the same. */
  async #probe(): Promise<{ shown: Shown; ids: readonly Id[] }> {
    const { ids } = this.#suspects;
    const kept = this.memory?.read();
    const all = new Set(kept);
    if (!kept) {
      for (let i = 0; i < PROBES; i++) for (const name of (await this.#try(-1, i, ids)).shown) all.add(name);
      this.memory?.write([...all]);
    }
    return { shown: all, ids: ids.filter((id) => all.has(id)) };
  }

  /** The inputs of an attempt, if they bring all to light; given up at the first thing that they do not. */
  async #showingAll(seed: number, attempt: number, all: Shown): Promise<Drawn | undefined> {
    const cases = this.#draw(seed, attempt);
    const expected = await this.#right(cases);
    const seen: Wrong<Id>[] = [];
    for (const id of this.#likeliest.filter((id) => all.has(id))) {
      const one = { id, outcomes: await this.#wrong(id, cases) };
      const hidden = !apart(one.outcomes, expected);
      const isLikeIt = (other: Wrong<Id>): boolean =>
        isPair(all, id, other.id) && !apart(one.outcomes, other.outcomes);
      const alike = hidden ? undefined : seen.find(isLikeIt);
      if (hidden || alike) {
        // What hid here will hide elsewhere, too.
        const first = alike ? [id, alike.id] : [id];
        this.#likeliest = [...first, ...this.#likeliest.filter((other) => !first.includes(other))];
        return undefined;
      }
      seen.push(one);
    }
    return { cases, expected };
  }

  async #try(seed: number, attempt: number, ids: readonly Id[]): Promise<{ drawn: Drawn; shown: Shown }> {
    const cases = this.#draw(seed, attempt);
    const expected = await this.#right(cases);
    const wrong: Wrong<Id>[] = [];
    for (const id of ids) {
      const outcomes = await this.#wrong(id, cases);
      if (apart(outcomes, expected)) wrong.push({ id, outcomes });
    }
    const shown = new Set<string>();
    for (const [i, one] of wrong.entries()) {
      shown.add(one.id);
      for (const other of wrong.slice(i + 1)) {
        if (apart(one.outcomes, other.outcomes)) shown.add(pairOf(one.id, other.id));
      }
    }
    return { drawn: { cases, expected }, shown };
  }

  async #right(cases: readonly Case[]): Promise<Outcomes[]> {
    const outcomes: Outcomes[] = [];
    for (const asks of cases) outcomes.push(await this.#suspects.right(asks));
    return outcomes;
  }

  async #wrong(id: Id, cases: readonly Case[]): Promise<Outcomes[]> {
    const outcomes: Outcomes[] = [];
    for (const asks of cases) outcomes.push(await this.#suspects.wrong(id, asks));
    return outcomes;
  }
}

const apart = (some: readonly Outcomes[], others: readonly Outcomes[]): boolean =>
  some.some((outcomes, i) => !sameOutcomes(outcomes, others[i], CLEAR));
