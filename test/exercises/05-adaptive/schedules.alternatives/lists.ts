// Lists of all the rates up to the epoch, and then the last of them. Asynchronous.

const epochs = (t: number): number[] => Array.from({ length: t + 1 }, (_, epoch) => epoch);

const stepRates = (t: number, lr: number, every: number, gamma: number): number[] =>
  epochs(t).map((epoch) => lr * gamma ** ((epoch - (epoch % every)) / every));

const warmupRates = (t: number, lr: number, steps: number): number[] =>
  epochs(t).map((epoch) => (epoch + 1 >= steps ? lr : lr - (lr * (steps - epoch - 1)) / steps));

const cosineRates = (t: number, lr: number, lrMin: number, total: number): number[] =>
  // sin² of the part of a quarter turn that is left.
  epochs(t).map((epoch) => {
    const left = Math.max(0, total - epoch) / total;
    return lrMin + (lr - lrMin) * Math.sin((Math.PI / 2) * left) ** 2;
  });

const last = (rates: readonly number[]): number => rates[rates.length - 1];

export const stepDecay = async (t: number, lr: number, every: number, gamma: number): Promise<number> =>
  last(stepRates(t, lr, every, gamma));

export const cosine = async (t: number, lr: number, lrMin: number, total: number): Promise<number> =>
  last(cosineRates(t, lr, lrMin, total));

export const warmup = async (t: number, lr: number, steps: number): Promise<number> =>
  last(warmupRates(t, lr, steps));

export async function warmupCosine(
  t: number,
  lr: number,
  lrMin: number,
  steps: number,
  total: number,
): Promise<number> {
  const rising = steps === 0 ? [] : warmupRates(steps - 1, lr, steps);
  const falling = cosineRates(Math.max(t, total), lr, lrMin, total - steps);
  return [...rising, ...falling][t];
}
