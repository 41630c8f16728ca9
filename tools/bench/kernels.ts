/** The kernels that are measured, with what each call costs at least. */
import type { Backend, BinaryOp, NDArray, UnaryOp } from '../../lib/backend/backend';
import { Generator } from '../../lib/random';
import { type Shape, sizeOf } from '../../lib/shape';

/** What limits a kernel: arithmetic (in floating-point operations) or memory (in bytes read and written). */
export type Limit = 'arithmetic' | 'memory';

/** One thing to measure: what it costs, and who does it. */
export interface Kernel {
  title: string;
  limit: Limit;
  /** Floating-point operations or bytes of one call. */
  work: number;
  run: (backend: Backend) => void;
  /** Whether the reference is too slow for it. */
  alone?: boolean;
}

/** A series of the same kernel: how cost grows. */
export interface Series {
  group: string;
  title: string;
  /** What `size` counts. */
  unit: string;
  kernels: readonly { size: number; kernel: Kernel }[];
}

export const BYTES = 4;
/** Multiplications from which on the reference takes too long. */
const TOO_MANY = 2e7;

const generator = new Generator(1);

export function random(shape: Shape): NDArray {
  const data = Float32Array.from({ length: sizeOf(shape) }, () => generator.random() - 0.5);
  return { dtype: 'float32', shape, data };
}

interface Transposed {
  transposeA?: boolean;
  transposeB?: boolean;
}

function product(m: number, k: number, n: number, { transposeA, transposeB }: Transposed = {}): Kernel {
  const a = random(transposeA ? [k, m] : [m, k]);
  const b = random(transposeB ? [n, k] : [k, n]);
  const options = { transposeA: transposeA ?? false, transposeB: transposeB ?? false };
  return {
    title: `product ${m} × ${k} × ${n}${transposeA ? ' Aᵀ' : ''}${transposeB ? ' Bᵀ' : ''}`,
    limit: 'arithmetic',
    work: 2 * m * k * n,
    run: (backend) => backend.matmul(a, b, options),
    alone: m * k * n > TOO_MANY,
  };
}

const WINDOW = { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] } as const;

/** 3×3 from 16 channels to 32, on square images, and its two gradients. */
function convolutions(images: number, side: number): Kernel[] {
  const [from, to] = [16, 32];
  const [x, weight] = [random([images, from, side, side]), random([to, from, 3, 3])];
  const gradient = random([images, to, side, side]);
  const kernelOf = (what: string, run: Kernel['run']): Kernel => ({
    title: `convolution 3×3, 16 → 32, ${images} × ${side}×${side}${what}`,
    limit: 'arithmetic',
    work: 2 * images * side * side * to * from * 9,
    run,
    alone: images > 16,
  });
  return [
    kernelOf('', (backend) => backend.convolve(x, weight, null, WINDOW)),
    kernelOf(', to the images', (backend) => backend.convolveInput(gradient, weight, x.shape, WINDOW)),
    kernelOf(', to the weight', (backend) => backend.convolveWeight(gradient, x, weight.shape, WINDOW)),
  ];
}

const unary = (op: UnaryOp, x: NDArray): Kernel => ({
  title: op,
  limit: 'memory',
  work: 2 * BYTES * x.data.length,
  run: (backend) => backend.unary(op, x),
});

const binary = (op: BinaryOp, x: NDArray, y: NDArray, title: string): Kernel => ({
  title,
  limit: 'memory',
  work: BYTES * (2 * x.data.length + y.data.length),
  run: (backend) => backend.binary(op, x, y, 'float32'),
});

const sum = (x: NDArray, dims: readonly number[], title: string): Kernel => ({
  title,
  limit: 'memory',
  work: BYTES * x.data.length,
  run: (backend) => backend.reduce('sum', x, dims, false),
});

/** Squares, then the shapes of a network 784-256-128-10 with a batch of 64: forward, then backward. */
const products = (): Kernel[] => [
  ...[32, 64, 128, 256, 512, 1024].map((n) => product(n, n, n)),
  product(64, 784, 256, { transposeB: true }),
  product(64, 256, 128, { transposeB: true }),
  product(64, 128, 10, { transposeB: true }),
  product(256, 64, 784, { transposeA: true }),
  product(128, 64, 256, { transposeA: true }),
  product(64, 128, 256),
];

export function kernels(): Kernel[] {
  const [x, y, row] = [random([1024, 512]), random([1024, 512]), random([512])];
  const image = random([16, 16, 28, 28]);
  const columns = random([16, 16 * 9, 28 * 28]);
  const numbers = Int32Array.from({ length: 1024 }, (_, i) => (i * 7) % 512);
  const labels: NDArray = { dtype: 'int32', shape: [1024, 1], data: numbers };
  const moved = BYTES * (image.data.length + columns.data.length);
  return [
    ...products(),
    ...convolutions(16, 28),
    ...convolutions(64, 14),
    binary('add', x, y, 'add [1024, 512] and its like'),
    binary('add', x, row, 'add [1024, 512] and a row'),
    binary('mul', x, y, 'mul [1024, 512] and its like'),
    ...(['relu', 'exp', 'tanh', 'sigmoid'] as const).map((op) => unary(op, x)),
    sum(x, [1], 'sum of rows'),
    sum(x, [0], 'sum of columns'),
    {
      title: 'transpose [1024, 512]',
      limit: 'memory',
      work: 2 * BYTES * x.data.length,
      run: (backend) => backend.readStrided(x, [512, 1024], [1, 512], 0),
    },
    {
      title: 'gather one of 512, 1024 times',
      limit: 'memory',
      work: 3 * BYTES * labels.data.length,
      run: (backend) => backend.gather(x, 1, labels),
    },
    {
      title: 'unfold 3×3 of [16, 16, 28, 28]',
      limit: 'memory',
      work: moved,
      run: (backend) => backend.unfold(image, WINDOW),
    },
    {
      title: 'fold back',
      limit: 'memory',
      work: moved,
      run: (backend) => backend.fold(columns, image.shape, WINDOW),
    },
    {
      title: 'largest of 2×2 of [16, 16, 28, 28]',
      limit: 'memory',
      // A quarter as many values, and as many places.
      work: 1.5 * BYTES * image.data.length,
      run: (backend) =>
        backend.maxPool(image, { kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] }),
    },
  ];
}

/** From 2⁸ to 2²² numbers. */
const SIZES = Array.from({ length: 8 }, (_, i) => 256 * 4 ** i);

function series(
  group: string,
  title: string,
  unit: string,
  sizes: readonly number[],
  kernelOf: (size: number) => Kernel,
): Series {
  return { group, title, unit, kernels: sizes.map((size) => ({ size, kernel: kernelOf(size) })) };
}

/** How cost grows with size. */
export function growth(): Series[] {
  const numbers = (title: string, kernelOf: (x: NDArray) => Kernel): Series =>
    series('elementwise operations and sums', title, 'numbers', SIZES, (size) => kernelOf(random([size])));
  return [
    series('matrix product n × n × n', 'product', 'n', [16, 32, 64, 128, 256, 512, 1024], (n) =>
      product(n, n, n),
    ),
    numbers('add', (x) => binary('add', x, x, 'add')),
    numbers('relu', (x) => unary('relu', x)),
    numbers('tanh', (x) => unary('tanh', x)),
    numbers('sum', (x) => sum(x, [0], 'sum')),
    series(
      'convolution 3×3, 16 → 32 channels, 28×28',
      'convolution',
      'images',
      [1, 2, 4, 8, 16, 32, 64],
      (images) => convolutions(images, 28)[0],
    ),
  ];
}
