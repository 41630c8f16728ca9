// The rate drops in a loop; (1 + cos a) / 2 is the square of cos(a / 2).

export function stepDecay(t: number, lr: number, every: number, gamma: number): number {
  let rate = lr;
  for (let epoch = every; epoch <= t; epoch += every) rate *= gamma;
  return rate;
}

export function cosine(t: number, lr: number, lrMin: number, total: number): number {
  if (t >= total) return lrMin;
  const share = Math.cos((Math.PI * t) / (2 * total)) ** 2;
  return lr * share + lrMin * (1 - share);
}

export function warmup(t: number, lr: number, steps: number): number {
  return t < steps ? ((t + 1) * lr) / steps : lr;
}

export function warmupCosine(t: number, lr: number, lrMin: number, steps: number, total: number): number {
  return t < steps ? warmup(t, lr, steps) : cosine(t - steps, lr, lrMin, total - steps);
}
