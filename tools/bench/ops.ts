/** What the kernels reach beside the reference and the machine's ceiling, and how their cost grows with size. */
import { reference } from '../../lib/backend/reference';
import { type SimdBackend, simdBackend } from '../../lib/backend/simd';
import { toSVG } from '../../lib/plot/svg';
import { type Ceiling, findCeiling } from './ceiling';
import { fusedKernels } from './fused-kernels';
import { growth, type Kernel, kernels } from './kernels';
import { machine } from './machine';
import { type Growth, opsChart } from './ops-chart';
import { growthReport, kernelReport, type Speed } from './ops-report';
import { leastTimes } from './statistics';
import { writeText } from './write-text';

export interface OpsOptions {
  rounds: number;
  json?: string;
  svg: string;
}

/** Milliseconds of one round: short, so that some rounds have the core for themselves. */
const BUDGET = 3;

/** The ceiling is measured in the same rounds, for the clock of a machine changes. */
function speedOf(kernel: Kernel, simd: SimdBackend, ceiling: Ceiling, rounds: number): Speed {
  const { title, limit, work, run, alone } = kernel;
  const top = limit === 'arithmetic' ? ceiling.arithmetic : ceiling.copying(work);
  const plain = alone ? [] : [() => run(reference)];
  const [own, most, slow] = leastTimes([() => run(simd), top.run, ...plain], rounds, BUDGET);
  return {
    title,
    limit,
    simd: rate(work, own),
    ceiling: rate(top.work, most),
    reference: slow === undefined ? null : rate(work, slow),
    ms: own,
    referenceMs: slow ?? null,
  };
}

/** 10⁹ a second. */
const rate = (work: number, ms: number): number => work / ms / 1e6;

export async function benchOps({ rounds, json, svg }: OpsOptions): Promise<void> {
  // One core is held to what one core can do.
  process.env.BACKPROP_THREADS ??= '1';
  const simd = simdBackend();
  const ceiling = await findCeiling();
  console.log(machine().text);
  console.log(
    `The ceiling of one core: ${ceiling.arithmetic.title}; ${ceiling.copying(2 ** 22).title} for 4 MiB.`,
  );
  const speeds = [...kernels(), ...fusedKernels()].map((kernel) => speedOf(kernel, simd, ceiling, rounds));
  console.log(kernelReport(speeds));
  const grown = growth().map(
    ({ kernels: sizes, ...series }): Growth => ({
      ...series,
      points: sizes.map(({ size, kernel }) => ({
        size,
        ...speedOf(kernel, simd, ceiling, Math.ceil(rounds / 2)),
      })),
    }),
  );
  console.log(growthReport(grown));
  if (json !== undefined)
    writeText(json, `${JSON.stringify({ machine: machine(), rounds, speeds, growth: grown }, null, 2)}\n`);
  writeText(svg, toSVG(opsChart(grown)));
}
