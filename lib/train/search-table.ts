/** Search results in words: a table, and a line for each trial. */
import type { Trial } from './search-trial';

/** Four digits are enough to compare; other values as in a program. */
export const formatValue = (value: unknown): string => {
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
};

const score = (trial: Trial<object>): string =>
  trial.score === null ? `failed: ${trial.error}` : formatValue(trial.score);

/** The trials as a table in text, best first. */
export function formatTrials(trials: readonly Trial<object>[], limit = 20): string {
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial.params)))];
  const shown = trials.slice(0, limit);
  const rows = [
    ['rank', 'trial', ...names, 'budget', 'seconds', 'score'],
    ...shown.map((trial, rank) => [
      String(rank + 1),
      String(trial.number),
      ...names.map((name) => formatValue((trial.params as Record<string, unknown>)[name])),
      formatValue(trial.budget),
      trial.seconds.toFixed(1),
      score(trial),
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  const rest = trials.length - shown.length;
  return [...rows.map(line), ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}

/**
 * For `onTrial`: a line after each trial with its hyperparameters, its score and the best one so far.
 * @param write where the lines go; standard output unless told otherwise
 */
export function searchProgress(
  write: (text: string) => unknown = (text) => process.stdout.write(text),
): (trial: Trial<object>, result: { readonly trials: readonly Trial<object>[] }) => void {
  return (trial, result) => {
    const params = Object.entries(trial.params).map(([name, value]) => `${name} ${formatValue(value)}`);
    const leader = result.trials[0];
    const best = leader.score === null ? '' : `  best ${formatValue(leader.score)} (trial ${leader.number})`;
    write(
      `trial ${trial.number}  ${params.join('  ')}  budget ${formatValue(trial.budget)}  ${score(trial)}${best}\n`,
    );
  };
}
