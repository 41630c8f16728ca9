/** Element by element, in pieces that stay in the first cache: in, through the kernel, out. */
import { broadcastShapes, type Shape, sizeOf } from '../../shape';
import type { BinaryOp, CompareOp, NDArray, TypedArray, UnaryOp } from '../backend';
import type { Pointer, Workspace } from './kernels';
import { forEachOuter, layoutOf } from './layout';

/** The functions that the kernel `unary` knows, in its numbering. */
export const UNARY: readonly UnaryOp[] = [
  ...(['exp', 'tanh', 'sigmoid', 'relu', 'sqrt', 'neg', 'abs'] as const),
  ...(['log', 'erf', 'sign'] as const),
];
/** The operations that the kernel `binary` knows, in its numbering. */
export const BINARY: readonly (BinaryOp | CompareOp)[] = [
  ...(['add', 'sub', 'mul', 'div', 'maximum', 'minimum'] as const),
  ...(['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const),
];

/** How many numbers of each operand go through at once: 16 KiB. */
const PIECE = 4096;

export function unary(space: Workspace, op: UnaryOp, x: NDArray): NDArray {
  const code = UNARY.indexOf(op);
  const out = new Float32Array(x.data.length);
  const [from, to] = space.reserve(PIECE, PIECE);
  for (let start = 0; start < out.length; start += PIECE) {
    const count = Math.min(PIECE, out.length - start);
    space.write(x.data, start, count, from);
    space.kernels.unary(code, from, to, count);
    space.read(to, out, start, count);
  }
  return { dtype: 'float32', shape: x.shape, data: out };
}

/** What a kernel computes on one piece. `steps` are line and step of each operand in turn. */
type Piece = (
  operands: readonly Pointer[],
  out: Pointer,
  rows: number,
  columns: number,
  steps: number[],
) => void;

/** Runs a kernel over operands that broadcast to `shape`, piece by piece. */
function inPieces(
  space: Workspace,
  operands: readonly NDArray[],
  shape: Shape,
  out: TypedArray,
  run: Piece,
): void {
  if (out.length === 0) return;
  const shapes = operands.map((x) => x.shape);
  const layout = layoutOf(shapes, shape, out.length);
  const [allRows, allColumns] = layout.sizes.slice(-2);
  const columns = Math.min(allColumns, PIECE);
  const rows = Math.max(1, Math.floor(PIECE / columns));
  const places = space.reserve(...operands.map(() => PIECE), PIECE);
  const to = places.pop()!;
  const lines = layout.strides.map((strides) => strides.at(-2)!);
  const steps = layout.strides.map((strides) => strides.at(-1)!);
  forEachOuter(layout, (starts, first) => {
    for (let row = 0; row < allRows; row += rows) {
      const height = Math.min(rows, allRows - row);
      for (let column = 0; column < allColumns; column += columns) {
        const width = Math.min(columns, allColumns - column);
        const pieceSteps: number[] = [];
        for (let i = 0; i < operands.length; i++) {
          const [line, step] = [lines[i], steps[i]];
          const tall = line === 0 ? 1 : height;
          const wide = step === 0 ? 1 : width;
          space.write(operands[i].data, starts[i] + row * line + column * step, tall * wide, places[i]);
          pieceSteps.push(line === 0 ? 0 : wide, step);
        }
        run(places, to, height, width, pieceSteps);
        space.read(to, out, first + row * allColumns + column, height * width);
      }
    }
  });
}

/** Arithmetic gives float32, a comparison int32. */
export function binary(
  space: Workspace,
  op: BinaryOp | CompareOp,
  a: NDArray,
  b: NDArray,
  dtype: 'float32' | 'int32',
): NDArray {
  const code = BINARY.indexOf(op);
  const shape = broadcastShapes(op, a.shape, b.shape);
  const size = sizeOf(shape);
  const data = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
  inPieces(space, [a, b], shape, data, ([x, y], out, rows, columns, steps) =>
    space.kernels.binary(code, x, y, out, rows, columns, ...steps),
  );
  return { dtype, shape, data };
}

/** The condition is int32, both sides float32. */
export function where(space: Workspace, condition: NDArray, a: NDArray, b: NDArray): NDArray {
  const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', a.shape, b.shape));
  const data = new Float32Array(sizeOf(shape));
  inPieces(space, [condition, a, b], shape, data, ([c, x, y], out, rows, columns, steps) =>
    space.kernels.where(c, x, y, out, rows, columns, ...steps),
  );
  return { dtype: 'float32', shape, data };
}
