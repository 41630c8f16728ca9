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

/** Rows of cells as text, in columns: the first to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map(line).join('\n');
}
