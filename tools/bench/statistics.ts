/** Times of one thing, in milliseconds. */
export interface Times {
  median: number;
  least: number;
  most: number;
}

export function timesOf(rounds: readonly number[]): Times {
  const sorted = [...rounds].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, least: sorted[0], most: sorted[sorted.length - 1] };
}

/** Calls `body` again and again for about `budget` ms, at least once. @returns ms for one call */
export function timeOne(body: () => void, budget: number): number {
  const begun = performance.now();
  let calls = 0;
  let now = begun;
  do {
    body();
    calls++;
    now = performance.now();
  } while (now - begun < budget);
  return (now - begun) / calls;
}

/** Windows counts the time of the processor in steps of 16 ms. */
const HAS_CLOCK = process.platform !== 'win32';

/** As timeOne, without the time in which other programs had the core: for what runs on one thread. */
export function timeAlone(body: () => void, budget: number): number {
  const before = process.cpuUsage();
  let calls = 0;
  const counted = () => {
    body();
    calls++;
  };
  const ms = timeOne(counted, budget);
  const { user, system } = process.cpuUsage(before);
  // More than has passed, where garbage was collected at the same time.
  return HAS_CLOCK ? Math.min(ms, (user + system) / 1000 / calls) : ms;
}

/** A body that has taken so many times its budget sits out the rest of the rounds. */
const PATIENCE = 100;
/** So many times its budget a body runs before it is measured: until then the engine may still compile it. */
const WARM_UP = 8;

/**
 * Measures in rounds, each body in turn, after a round to warm up.
 * @returns ms of each, the least: nothing makes a program faster than it is
 */
export function leastTimes(bodies: readonly (() => void)[], rounds: number, budget: number): number[] {
  const least = bodies.map(() => Number.POSITIVE_INFINITY);
  const spent = bodies.map(() => 0);
  for (const body of bodies) timeOne(body, WARM_UP * budget);
  for (let round = 0; round < rounds; round++) {
    bodies.forEach((body, i) => {
      if (round > 0 && spent[i] > PATIENCE * budget) return;
      const begun = performance.now();
      const time = timeAlone(body, budget);
      spent[i] += performance.now() - begun;
      least[i] = Math.min(least[i], time);
    });
  }
  return least;
}

/** Rows of cells as text, in columns: the first to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map(line).join('\n');
}
