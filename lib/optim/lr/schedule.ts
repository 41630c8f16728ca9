/** The base of the schedules whose learning rate depends on the epoch alone. */

/** What a schedule needs of an optimizer: groups whose options it may change. Every optimizer fits. */
export interface Scheduled {
  /** The groups, in order. */
  readonly groups: readonly {
    /** The learning rate. */
    lr: number;
    /** The learning rate before any schedule changed it. */
    initialLr?: number;
    /** The momentum, which OneCycleLR changes. */
    momentum?: number;
    /** Adam's β₁ and β₂; β₁ is its momentum. */
    betas?: readonly [number, number];
  }[];
}

/** The learning rate, and for a schedule that cycles it, the momentum (β₁ for Adam). */
export type Setting =
  | number
  | {
      /** The learning rate. */
      lr: number;
      /** The momentum, or β₁. */
      momentum: number;
    };

/**
 * What a schedule sets, as a function of the epoch.
 * @param base the group's learning rate before any schedule changed it
 * @param epoch counts from 0
 * @param group the number of the group
 */
export type Formula = (base: number, epoch: number, group: number) => Setting;

/** Where a schedule is, as plain data. */
export interface ScheduleState {
  /** The name of the schedule. */
  schedule: string;
  /** The epoch whose learning rates hold. */
  lastEpoch: number;
  /** The learning rate of each group before any schedule. */
  baseLrs: number[];
}

/**
 * A schedule sets the learning rates of the optimizer's groups: of epoch 0 when it is made, and of the next
 * epoch at every step(). An "epoch" is whatever lies between two steps, an epoch or a batch:
 * `optimizer.step()` comes first, then `schedule.step()`.
 *
 * Each schedule is a closed formula of the epoch, where PyTorch multiplies the rate that it finds: the numbers
 * are the same, but a rate written into a group by hand holds only up to the next step, and two schedules of
 * one optimizer do not multiply. Join them with SequentialLR, or write the product with LambdaLR.
 */
export abstract class LRScheduler {
  #baseLrs: readonly number[];
  #lastEpoch = 0;
  #lastLr: readonly number[] = [];
  readonly #formula: Formula;

  constructor(
    /** The optimizer whose rates it sets. */
    readonly optimizer: Scheduled,
    formula: Formula,
  ) {
    this.#formula = formula;
    // A second schedule starts from the same rates as the first.
    for (const group of optimizer.groups) group.initialLr ??= group.lr;
    this.#baseLrs = optimizer.groups.map((group) => group.initialLr ?? group.lr);
    this.#moveTo(0);
  }

  /** The learning rate of each group before any schedule. */
  get baseLrs(): readonly number[] {
    return this.#baseLrs;
  }

  /** The epoch whose learning rates hold now, from 0. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** The learning rates that this schedule set last, one a group. */
  get lastLr(): readonly number[] {
    return this.#lastLr;
  }

  /** What the schedule says for any epoch, for one group: to plot it before training. */
  at(epoch: number, group = 0, base: number = this.#baseLrs[group]): Setting {
    return this.#formula(base, epoch, group);
  }

  /** Sets the learning rates of the next epoch. */
  step(): void {
    this.#moveTo(this.#lastEpoch + 1);
  }

  /** Where the schedule is, as plain data. Its options are not in it. */
  stateDict(): ScheduleState {
    return { schedule: this.constructor.name, lastEpoch: this.#lastEpoch, baseLrs: [...this.baseLrs] };
  }

  /**
   * Goes on from stateDict(), in a schedule made with the same options, and sets the learning rates of its epoch.
   * @throws on the state of another schedule, or of another number of groups
   */
  loadStateDict(state: ScheduleState): void {
    const name = this.constructor.name;
    checkState(name, state, this.baseLrs.length, state.baseLrs?.length);
    checkWhole(`${name}.loadStateDict`, 'lastEpoch', state.lastEpoch, 0);
    for (const rate of state.baseLrs) checkNumber(`${name}.loadStateDict`, 'baseLrs', rate);
    this.#baseLrs = [...state.baseLrs];
    this.#moveTo(state.lastEpoch);
  }

  #moveTo(epoch: number): void {
    const { groups } = this.optimizer;
    checkGroups(this.constructor.name, groups.length, this.baseLrs.length);
    // All formulas come first: one that throws changes nothing.
    const settings = groups.map((_, i) => this.at(epoch, i));
    for (const [i, setting] of settings.entries()) {
      const group = groups[i];
      group.lr = typeof setting === 'number' ? setting : setting.lr;
      if (typeof setting === 'number') continue;
      if (group.betas !== undefined) group.betas = [setting.momentum, group.betas[1]];
      else group.momentum = setting.momentum;
    }
    this.#lastEpoch = epoch;
    this.#lastLr = groups.map((group) => group.lr);
  }
}

// --- Checks that all schedules share -------------------------------------------------------------------------

/** @throws when the optimizer got more groups after the schedule was made */
export function checkGroups(name: string, now: number, then: number): void {
  if (now !== then) {
    throw new Error(
      `${name}: the optimizer has ${now} groups, and had ${then} when the schedule was made; make it after addParamGroup()`,
    );
  }
}

/** Throws unless a state comes from the same kind of schedule and the same number of groups. */
export function checkState(
  name: string,
  state: { schedule: string },
  groups: number,
  saved: number | undefined,
): void {
  if (state.schedule !== name)
    throw new Error(`${name}.loadStateDict: this is the state of ${state.schedule}`);
  if (saved !== groups)
    throw new Error(`${name}.loadStateDict: rates of ${saved} groups do not fit ${groups}`);
}

/** @throws unless the value is a whole number ≥ `least` */
export function checkWhole(schedule: string, option: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${schedule}: ${option} must be a whole number ≥ ${least}, got ${value}`);
  }
}

/** @throws unless the value is a number ≥ `least` */
export function checkNumber(schedule: string, option: string, value: number, least = 0): void {
  if (!Number.isFinite(value) || value < least) {
    throw new RangeError(`${schedule}: ${option} must be a number ≥ ${least}, got ${value}`);
  }
}

/** Throws unless the list grows from number to number. */
export function checkMilestones(schedule: string, milestones: readonly number[], least: number): void {
  for (const [i, milestone] of milestones.entries()) {
    checkWhole(schedule, `milestones[${i}]`, milestone, least);
    if (i > 0 && milestone < milestones[i - 1]) {
      throw new RangeError(`${schedule}: milestones must grow, got ${milestones.join(', ')}`);
    }
  }
}

/** How many milestones the epoch has reached. */
export const reached = (milestones: readonly number[], epoch: number): number =>
  milestones.filter((milestone) => milestone <= epoch).length;
