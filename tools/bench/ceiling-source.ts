/** AssemblyScript for loops that do nothing but what the machine does fastest, in several forms. */

/** How many sums that do not wait for one another, and how often each is written down in a turn. */
export interface Chains {
  sums: number;
  unrolled: number;
}

/**
 * Too few sums wait for one another, too many do not fit into the 16 registers beside the two constants; which
 * form is fastest depends on the machine and on the compiler, so all are tried.
 */
export const CHAINS: readonly Chains[] = [8, 10, 12, 13, 14, 16].flatMap((sums) =>
  [1, 2, 4].map((unrolled) => ({ sums, unrolled })),
);

/** Of 16 bytes each, in one turn of a copy. */
export const COPIES = [1, 4, 8] as const;

export const chainName = ({ sums, unrolled }: Chains): string => `chain${sums}x${unrolled}`;
export const copyName = (vectors: number): string => `copy${vectors}`;

/** Lanes of a vector, each multiplied and added to. */
export const operations = ({ sums, unrolled }: Chains, turns: number): number =>
  sums * unrolled * turns * 4 * 2;

const times = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** a·x + y in the way of the kernels: in one instruction, or in two. */
const MADD = `
function madd(a: v128, x: v128, y: v128): v128 {
if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, x, y);
return f32x4.add(f32x4.mul(a, x), y);
}`;

/** a ← a·x + y for each sum; all go into the result, so that none is left out. */
const chain = (chains: Chains): string => `
export function ${chainName(chains)}(turns: i32): f32 {
const x = f32x4.splat(0.999);
const y = f32x4.splat(0.001);
${times(chains.sums, (i) => `let a${i} = f32x4.splat(${i + 1});`)}
for (let turn = 0; turn < turns; turn++) {
${times(chains.unrolled, () => times(chains.sums, (i) => `a${i} = madd(a${i}, x, y);`))}
}
let all = a0;
${times(chains.sums - 1, (i) => `all = f32x4.add(all, a${i + 1});`)}
return f32x4.extract_lane(all, 0);
}`;

const copy = (vectors: number): string => `
export function ${copyName(vectors)}(to: usize, from: usize, bytes: i32): void {
for (let i = 0; i < bytes; i += ${16 * vectors}) {
${times(vectors, (i) => `v128.store(to + i, v128.load(from + i, ${16 * i}), ${16 * i});`)}
}
}`;

/** All of it: one function for each form, one that copies as the engine does, and one that makes room. */
export const ceilingSource = (): string => `${MADD}
${CHAINS.map(chain).join('\n')}
${COPIES.map(copy).join('\n')}
export function fill(to: usize, from: usize, bytes: i32): void { memory.copy(to, from, bytes); }
export function reserve(pages: i32): i32 { return memory.grow(pages); }
`;
