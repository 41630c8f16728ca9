/** How a tensor is printed: like nested lists, rows aligned, long dimensions shortened in the middle. */
import type { NDArray } from './backend/backend';
import { formatShape } from './shape';

/** More elements than this, and only the edges are shown. */
const LIMIT = 1000;
const EDGE = 3;

interface Printable extends NDArray {
  readonly requiresGrad: boolean;
}

/** Four digits after the point, or a power of ten where the sizes differ too much for that. */
function numberFormat(values: readonly number[]): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  if (finite.every(Number.isInteger)) return (value) => String(value);
  const sizes = finite.map(Math.abs).filter((size) => size > 0);
  const [largest, smallest] = [Math.max(...sizes), Math.min(...sizes)];
  const scientific = largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000;
  return (value) => {
    if (!Number.isFinite(value)) return String(value);
    return scientific ? value.toExponential(4) : value.toFixed(4);
  };
}

/** The indices of a dimension that are shown; null stands for the ones that are left out. */
function shownIndices(size: number, shorten: boolean): (number | null)[] {
  const all = Array.from({ length: size }, (_, i) => i);
  return shorten && size > 2 * EDGE ? [...all.slice(0, EDGE), null, ...all.slice(-EDGE)] : all;
}

export function formatTensor(x: Printable): string {
  const shorten = x.data.length > LIMIT;
  const shown = x.shape.map((size) => shownIndices(size, shorten));
  const values: number[] = [];
  const collect = (dim: number, start: number): void => {
    if (dim === x.shape.length) values.push(x.data[start]);
    else for (const i of shown[dim]) if (i !== null) collect(dim + 1, start * x.shape[dim] + i);
  };
  collect(0, 0);
  const format = numberFormat(values);
  const width = values.reduce((widest, value) => Math.max(widest, format(value).length), 0);

  const lines = (dim: number, start: number, indent: string): string => {
    if (dim === x.shape.length) return format(x.data[start]).padStart(x.shape.length === 0 ? 0 : width);
    const parts = shown[dim].map((i) =>
      i === null ? '…' : lines(dim + 1, start * x.shape[dim] + i, `${indent} `),
    );
    const innermost = dim === x.shape.length - 1;
    const separator = innermost ? ', ' : `,${'\n'.repeat(x.shape.length - 1 - dim)}${indent} `;
    return `[${parts.join(separator)}]`;
  };
  const flags = x.requiresGrad ? ', requiresGrad' : '';
  return `tensor(${lines(0, 0, '       ')}, shape ${formatShape(x.shape)}, ${x.dtype}${flags})`;
}
