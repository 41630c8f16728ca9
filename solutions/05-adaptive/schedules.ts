/**
 * Learning-rate schedules: in steps, along a cosine, with a warm-up.
 *
 * At the start of a training large steps bring you forward fast. At the end small ones are needed to settle. A
 * schedule tells the learning rate of each epoch. Here every schedule is a function of the epoch's number t, and the
 * first epoch has the number t = 0. η₀ is the full learning rate.
 *
 *     in steps        η₀ · γ^⌊t / k⌋                                 ⌊ ⌋ rounds down: after every k epochs, multiply by γ
 *     along a cosine  ηₘᵢₙ + (η₀ − ηₘᵢₙ) · (1 + cos(π · t / T)) / 2   from η₀ at t = 0 down to ηₘᵢₙ at t = T
 *     warm-up         η₀ · min(1, (t + 1) / k)                       k epochs long, up a straight line to η₀
 *
 * After epoch T the cosine of this exercise stays at ηₘᵢₙ. (PyTorch's CosineAnnealingLR would rise again.) The warm-up
 * begins with η₀ / k and not with 0: an epoch with the rate 0 would learn nothing.
 *
 * Write plain TypeScript. Math.cos takes radians.
 *
 * Sources: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017 (the cosine).
 * P. Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017 (the warm-up).
 *
 * Check your work with: npm run check -- schedules
 */

/** The rate of epoch t, in steps. lr is η₀, every is k, gamma is γ. With lr 1, every 10, gamma 0.5: epoch 25 has 0.25. */
export function stepDecay(t: number, lr: number, every: number, gamma: number): number {
  // BEGIN SOLUTION
  // PROMPT How many times has the rate dropped before epoch t? Between two drops it must not change.
  return lr * gamma ** Math.floor(t / every);
  // END SOLUTION
}

/** The rate of epoch t, along a cosine: lr at t = 0, lrMin at t = total and in all epochs after it. */
export function cosine(t: number, lr: number, lrMin: number, total: number): number {
  // BEGIN SOLUTION
  // PROMPT First the share of the way that is done, from 0 to 1 and never more. Then the formula.
  const done = Math.min(1, t / total);
  return lrMin + ((lr - lrMin) * (1 + Math.cos(Math.PI * done))) / 2;
  // END SOLUTION
}

/** The rate of epoch t with a warm-up of `steps` epochs, and lr in all epochs after it. Without steps it is lr at once. */
export function warmup(t: number, lr: number, steps: number): number {
  // BEGIN SOLUTION
  // PROMPT One line. Try it with steps = 4: the first epochs have lr/4, 2·lr/4, 3·lr/4, lr, lr, …
  return lr * Math.min(1, (t + 1) / steps);
  // END SOLUTION
}

/**
 * The schedule that most large networks are trained with: a warm-up of `steps` epochs, then a cosine. The cosine
 * starts at its top, lr, in epoch t = steps, and reaches lrMin in epoch t = total. The warm-up is part of the total.
 */
export function warmupCosine(t: number, lr: number, lrMin: number, steps: number, total: number): number {
  // BEGIN SOLUTION
  // PROMPT Which of the two tells the rate of epoch t? And how far along is the cosine then, of how many epochs?
  if (t < steps) return warmup(t, lr, steps);
  return cosine(t - steps, lr, lrMin, total - steps);
  // END SOLUTION
}
