import { checkNumber, checkWhole, LRScheduler, type Scheduled } from './schedule';

/** How high and how long the cycle is. */
export interface OneCycleLROptions {
  /** The highest learning rate, for all groups or for each. The optimizer's own rate does not matter. */
  maxLr: number | readonly number[];
  /** The number of steps of the whole cycle, or instead of it `epochs` and `stepsPerEpoch`. */
  totalSteps?: number;
  /** Epochs of the whole cycle, if `totalSteps` is not given. */
  epochs?: number;
  /** Steps of each epoch, if `totalSteps` is not given. */
  stepsPerEpoch?: number;
  /** The share of the cycle in which the rate rises; 0.3 unless told otherwise. */
  pctStart?: number;
  /** Along a cosine, unless told otherwise, or along a line. */
  annealStrategy?: 'cos' | 'linear';
  /** Move the momentum (Adam's β₁) the other way; true unless told otherwise. */
  cycleMomentum?: boolean;
  /** The lowest momentum, where the rate is highest; 0.85 unless told otherwise. */
  baseMomentum?: number;
  /** The highest momentum; 0.95 unless told otherwise. */
  maxMomentum?: number;
  /** The cycle starts at maxLr/divFactor; 25 unless told otherwise. */
  divFactor?: number;
  /** It ends at the starting rate/finalDivFactor; 10⁴ unless told otherwise. */
  finalDivFactor?: number;
  /** Fall back to the starting rate as fast as it rose, then on to the lowest; false unless told otherwise. */
  threePhase?: boolean;
}

/** From start (share 0) to end (share 1). */
const ANNEAL = {
  cos: (start: number, end: number, share: number): number =>
    end + ((start - end) * (1 + Math.cos(Math.PI * share))) / 2,
  linear: (start: number, end: number, share: number): number => start + (end - start) * share,
};

/** A stretch of the cycle: up to which step, and between which rates and momenta, named below. */
interface Phase {
  end: number;
  lr: readonly [Rate, Rate];
  momentum: readonly ['base' | 'max', 'base' | 'max'];
}
type Rate = 'initial' | 'max' | 'min';

/**
 * The one-cycle policy (Smith & Topin 2018): the rate rises from maxLr/divFactor to maxLr and falls to a small
 * fraction of where it began, while the momentum falls and rises again; between a and b at share s of the way it is b
 * + (a − b)(1 + cos πs)/2, or a + (b − a)s. One step a batch, totalSteps in all.
 * @throws on options that make no sense, and at a step beyond totalSteps. As in PyTorch the step number totalSteps
 *   itself is still taken, so that a loop may step after its last batch; its rate lies beyond the end of the curve
 *   and is not to be used.
 */
export class OneCycleLR extends LRScheduler {
  constructor(optimizer: Scheduled, options: OneCycleLROptions) {
    const { pctStart = 0.3, annealStrategy = 'cos', cycleMomentum = true, threePhase = false } = options;
    const { baseMomentum = 0.85, maxMomentum = 0.95, divFactor = 25, finalDivFactor = 1e4 } = options;
    const total = totalStepsOf(options);
    const rates = ratesOf(optimizer, options.maxLr);
    checkNumber('OneCycleLR', 'pctStart', pctStart);
    if (pctStart > 1) throw new RangeError(`OneCycleLR: pctStart must be at most 1, got ${pctStart}`);
    for (const [name, value] of Object.entries({ baseMomentum, maxMomentum })) {
      checkNumber('OneCycleLR', name, value);
    }
    for (const [name, value] of Object.entries({ divFactor, finalDivFactor })) {
      checkNumber('OneCycleLR', name, value);
      if (value === 0) throw new RangeError(`OneCycleLR: ${name} must be above 0, got 0`);
    }
    const anneal = ANNEAL[annealStrategy];
    if (anneal === undefined)
      throw new RangeError(`OneCycleLR: annealStrategy must be 'cos' or 'linear', got ${annealStrategy}`);
    if (cycleMomentum) checkMomentum(optimizer);
    const momenta = { base: baseMomentum, max: maxMomentum };
    const phases = phasesOf(total, pctStart, threePhase);

    super(optimizer, (_base, step, group) => {
      if (step > total) throw new RangeError(`OneCycleLR: step ${step} is beyond the ${total} of the cycle`);
      const now = phases.findIndex((phase, i) => step <= phase.end || i === phases.length - 1);
      const start = now === 0 ? 0 : phases[now - 1].end;
      const { end, lr, momentum } = phases[now];
      // A phase of no length is at its end.
      const share = end === start ? 1 : (step - start) / (end - start);
      const initial = rates[group] / divFactor;
      const values = { initial, max: rates[group], min: initial / finalDivFactor };
      const rate = anneal(values[lr[0]], values[lr[1]], share);
      if (!cycleMomentum) return rate;
      return { lr: rate, momentum: anneal(momenta[momentum[0]], momenta[momentum[1]], share) };
    });
  }
}

function phasesOf(total: number, pctStart: number, threePhase: boolean): readonly Phase[] {
  const top = pctStart * total - 1;
  const rise: Phase = { end: top, lr: ['initial', 'max'], momentum: ['max', 'base'] };
  if (!threePhase) return [rise, { end: total - 1, lr: ['max', 'min'], momentum: ['base', 'max'] }];
  return [
    rise,
    { end: 2 * pctStart * total - 2, lr: ['max', 'initial'], momentum: ['base', 'max'] },
    { end: total - 1, lr: ['initial', 'min'], momentum: ['max', 'max'] },
  ];
}

function totalStepsOf({ totalSteps, epochs, stepsPerEpoch }: OneCycleLROptions): number {
  if (totalSteps !== undefined) {
    checkWhole('OneCycleLR', 'totalSteps', totalSteps, 1);
    return totalSteps;
  }
  if (epochs === undefined || stepsPerEpoch === undefined) {
    throw new TypeError('OneCycleLR: expected totalSteps, or epochs and stepsPerEpoch');
  }
  checkWhole('OneCycleLR', 'epochs', epochs, 1);
  checkWhole('OneCycleLR', 'stepsPerEpoch', stepsPerEpoch, 1);
  return epochs * stepsPerEpoch;
}

/** The highest rate of each group. */
function ratesOf({ groups }: Scheduled, maxLr: number | readonly number[]): readonly number[] {
  const rates = typeof maxLr === 'number' ? groups.map(() => maxLr) : maxLr;
  if (!Array.isArray(rates) || rates.length !== groups.length) {
    throw new RangeError(`OneCycleLR: maxLr must be a number, or one for each of ${groups.length} groups`);
  }
  for (const rate of rates) checkNumber('OneCycleLR', 'maxLr', rate);
  return rates;
}

function checkMomentum({ groups }: Scheduled): void {
  if (groups.some((group) => group.momentum === undefined && group.betas === undefined)) {
    throw new TypeError(
      'OneCycleLR: the optimizer has neither momentum nor betas to cycle; pass { cycleMomentum: false }',
    );
  }
}
