/** What the kernels reach, beside the reference and the most that the machine can do. */
import { join } from 'node:path';
import type { Backend, BinaryOp, NDArray, UnaryOp } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { WebAssembly } from '../../lib/backend/simd/webassembly';
import { Generator } from '../../lib/random';
import { type Shape, sizeOf } from '../../lib/shape';
import { compileFolder } from '../wasm/compile';
import { table, timeOne, timesOf } from './statistics';

/** Milliseconds of one round: short, so that some rounds have the core for themselves. */
const BUDGET = 3;

const generator = new Generator(1);

function random(shape: Shape): NDArray {
  const data = Float32Array.from({ length: sizeOf(shape) }, () => generator.random() - 0.5);
  return { dtype: 'float32', shape, data };
}

/** One thing to measure: what it costs, and who does it. */
interface Case {
  title: string;
  /** Floating-point operations, or bytes read and written, of one call. */
  work: number;
  run: (backend: Backend) => void;
  /** Whether the reference is too slow for it. */
  alone?: boolean;
}

/** [m, k, n]: squares, then those of a network 784-256-128-10 with a batch of 64. */
const PRODUCTS: readonly [number, number, number, string?][] = [
  ...[32, 64, 128, 256, 512, 1024].map((n): [number, number, number] => [n, n, n]),
  [64, 784, 256, 'transposeB'],
  [64, 256, 128, 'transposeB'],
  [64, 128, 10, 'transposeB'],
  [256, 64, 784, 'transposeA'],
  [64, 128, 256],
];

function products(): Case[] {
  return PRODUCTS.map(([m, k, n, transpose]) => {
    const [transposeA, transposeB] = [transpose === 'transposeA', transpose === 'transposeB'];
    const a = random(transposeA ? [k, m] : [m, k]);
    const b = random(transposeB ? [n, k] : [k, n]);
    return {
      title: `${m} × ${k} × ${n}${transposeA ? ' Aᵀ' : ''}${transposeB ? ' Bᵀ' : ''}`,
      work: 2 * m * k * n,
      run: (backend) => backend.matmul(a, b, { transposeA, transposeB }),
      alone: m * k * n > 2e7,
    };
  });
}

function others(): Case[] {
  const [x, y, row] = [random([1024, 512]), random([1024, 512]), random([512])];
  const bytes = x.data.length * 4;
  const binary = (op: BinaryOp, right: NDArray, title: string): Case => ({
    title: `${op} ${title}`,
    work: 2 * bytes + right.data.length * 4,
    run: (backend) => backend.binary(op, x, right, 'float32'),
  });
  const unary = (op: UnaryOp): Case => ({
    title: op,
    work: 2 * bytes,
    run: (backend) => backend.unary(op, x),
  });
  const image = random([16, 16, 28, 28]);
  const window = { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] } as const;
  const columns = reference.unfold(image, window);
  return [
    binary('add', y, '[1024, 512] and its like'),
    binary('add', row, '[1024, 512] and a row'),
    ...(['relu', 'exp', 'tanh', 'sigmoid'] as const).map(unary),
    { title: 'sum of rows', work: bytes, run: (backend) => backend.reduce('sum', x, [1], false) },
    { title: 'sum of columns', work: bytes, run: (backend) => backend.reduce('sum', x, [0], false) },
    {
      title: 'unfold 3×3 of [16, 16, 28, 28]',
      work: columns.data.length * 8,
      run: (backend) => backend.unfold(image, window),
    },
    {
      title: 'fold back',
      work: columns.data.length * 8,
      run: (backend) => backend.fold(columns, image.shape, window),
    },
  ];
}

/** Measures in rounds, each body in turn. @returns ms of each, the best: other programs only take time away */
function measure(bodies: readonly (() => void)[], rounds: number): number[] {
  const times = bodies.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    bodies.forEach((body, i) => {
      const time = timeOne(body, BUDGET);
      if (round >= 0) times[i].push(time);
    });
  }
  return times.map((own) => timesOf(own).least);
}

/** How often the loop of the peak goes round in one call, and what it computes in a turn. */
const TURNS = 20_000;
const TURN = 12 * 4 * 2;

async function peakLoop(): Promise<() => void> {
  const bytes = await compileFolder(join(__dirname, 'assembly'));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { peak } = exports as { peak(turns: number): number };
  return () => peak(TURNS);
}

export async function benchOps(rounds: number): Promise<void> {
  const simd = simdBackend();
  const peak = await peakLoop();
  // Measured in the same rounds as each product, for the clock of a machine changes.
  const productRows = products().map(({ title, work, run, alone }) => {
    const plain = alone ? [] : [() => run(reference)];
    const [own, most, slow] = measure([() => run(simd), peak, ...plain], rounds);
    const share = (100 * work * most) / (own * TURNS * TURN);
    const ratio = slow === undefined ? ['–', '–'] : [rate(work, slow), `${(slow / own).toFixed(1)} ×`];
    return [title, rate(work, own), rate(TURNS * TURN, most), `${share.toFixed(0)} %`, ...ratio];
  });
  const head = ['matrix product, GFLOP/s', 'simd', 'SIMD peak', 'of the peak', 'reference', 'simd/reference'];
  console.log(table([head, ...productRows]));
  const otherRows = others().map(({ title, work, run }) => {
    const [own, slow] = measure([() => run(simd), () => run(reference)], rounds);
    return [title, rate(work, own), rate(work, slow), `${(slow / own).toFixed(1)} ×`];
  });
  console.log(`\n${table([['operation, GB/s', 'simd', 'reference', 'simd/reference'], ...otherRows])}`);
}

/** 10⁹ a second. */
const rate = (work: number, ms: number): string => (work / ms / 1e6).toFixed(1);
