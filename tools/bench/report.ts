/** What one workload's race came to, as text. */
import type { Entry } from './race';
import { table } from './statistics';

const HEAD = ['ms for one step', 'median', 'least', 'most', 'processor', 'rounds'];

/** The times in columns, with those of the processors, which other programs do not disturb; below, a sentence for each library that computes something else, or cannot do it. */
export function report(entries: readonly Entry[]): string {
  const ours = entries.filter(({ family, times }) => family === 'ours' && times !== null);
  const head = [...HEAD, ...ours.map(({ title }) => `beside ${title}`)];
  const rows = entries.map(({ title, times, processor, rounds, differs }) => {
    const name = differs === null ? title : `${title} *`;
    if (times === null) return [name, ...head.slice(1).map(() => '–')];
    const { median, least, most } = times;
    const ratios = ours.map((own) => `${digits(median / own.times!.median)} ×`);
    return [name, ...[median, least, most].map(digits), orDash(processor), String(rounds), ...ratios];
  });
  const notes = entries.flatMap(({ title, differs, cannot }) => {
    if (cannot !== null) return [`${title}: ${cannot}.`];
    return differs === null ? [] : [`* ${title} cannot be compared: ${differs}.`];
  });
  return [table([head, ...rows]), ...notes].join('\n');
}

export const orDash = (x: number | null): string => (x === null ? '–' : digits(x));

/** Three digits, and never fewer than those before the point. */
export const digits = (x: number): string => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));
