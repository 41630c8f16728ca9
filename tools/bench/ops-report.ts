/** The kernels' speeds as text. */
import type { Limit } from './kernels';
import type { Growth } from './ops-chart';
import { digits, orDash } from './report';
import { table } from './statistics';

/** In 10⁹ operations or bytes a second. */
export interface Speed {
  title: string;
  limit: Limit;
  simd: number;
  /** What the machine reached in the same rounds. */
  ceiling: number;
  /** Null where it would take too long. */
  reference: number | null;
  /** Of one call. */
  ms: number;
  referenceMs: number | null;
}

const UNITS: Readonly<Record<Limit, string>> = { arithmetic: 'GFLOP/s', memory: 'GB/s' };
const CEILINGS: Readonly<Record<Limit, string>> = { arithmetic: 'SIMD ceiling', memory: 'a copy' };

/** A table for each limit. */
export function kernelReport(speeds: readonly Speed[]): string {
  const parts = (['arithmetic', 'memory'] as const).map((limit) => {
    const head = [UNITS[limit], 'simd', CEILINGS[limit], 'share', 'reference', 'simd/reference'];
    const rows = speeds
      .filter((speed) => speed.limit === limit)
      .map(({ title, simd, ceiling, reference }) => [
        title,
        digits(simd),
        digits(ceiling),
        `${((100 * simd) / ceiling).toFixed(0)} %`,
        orDash(reference),
        reference === null ? '–' : `${digits(simd / reference)} ×`,
      ]);
    return table([head, ...rows]);
  });
  return `\n${parts.join('\n\n')}`;
}

/** How much longer the next size takes, beside how much more there is to do. */
export function growthReport(grown: readonly Growth[]): string {
  const rows = grown.flatMap(({ title, unit, points }) =>
    points.map(({ size, ms, referenceMs, limit, simd }, i) => {
      const before = points[i - 1];
      const longer = before === undefined ? '–' : `${digits(ms / before.ms)} ×`;
      const larger = before === undefined ? '–' : `${digits(size / before.size)} ×`;
      const speed = `${digits(simd)} ${UNITS[limit]}`;
      return [`${title}, ${unit}`, String(size), ...[ms, referenceMs].map(orDash), larger, longer, speed];
    }),
  );
  return `\n${table([['growth', 'size', 'simd ms', 'reference ms', 'larger', 'longer', 'speed'], ...rows])}`;
}
