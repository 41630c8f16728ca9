import { checkMilestones, LRScheduler, reached, type Scheduled } from './schedule';

/** When one schedule hands over to the next. */
export interface SequentialLROptions {
  /** The epochs at which the second schedule, the third, … take over, in order. */
  milestones: readonly number[];
}

/**
 * One schedule after another: each counts its epochs from where it takes over.
 * `new SequentialLR(optimizer, [new LinearWarmup(optimizer, …), new CosineAnnealingLR(optimizer, …)], { milestones: [5] })`
 * @throws on a schedule that depends on more than the epoch or belongs to another optimizer, and unless there is one
 *   milestone less than schedules
 */
export class SequentialLR extends LRScheduler {
  constructor(optimizer: Scheduled, schedules: readonly LRScheduler[], { milestones }: SequentialLROptions) {
    for (const [i, schedule] of schedules.entries()) {
      if (!(schedule instanceof LRScheduler)) {
        throw new TypeError(
          `SequentialLR: schedule ${i} depends on more than the epoch, or is none; ReduceLROnPlateau cannot be joined`,
        );
      }
      if (schedule.optimizer !== optimizer)
        throw new Error(`SequentialLR: schedule ${i} belongs to another optimizer`);
    }
    if (schedules.length === 0 || milestones.length !== schedules.length - 1) {
      throw new RangeError(
        `SequentialLR: ${schedules.length} schedules need ${Math.max(0, schedules.length - 1)} milestones, got ${milestones.length}`,
      );
    }
    checkMilestones('SequentialLR', milestones, 1);
    super(optimizer, (base, t, group) => {
      const now = reached(milestones, t);
      return schedules[now].at(now === 0 ? t : t - milestones[now - 1], group, base);
    });
  }
}
