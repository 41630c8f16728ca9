/**
 * The most that one core of this machine can do in 128-bit SIMD: multiply and add in registers, and copy memory. No
 * kernel can be faster; how near one comes says how good it is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDS, loadModule } from '../../lib/backend/simd/module';
import { WebAssembly } from '../../lib/backend/simd/webassembly';
import { compileFolder, OPTIONS_OF } from '../wasm/compile';
import { CHAINS, COPIES, ceilingSource, chainName, copyName, operations } from './ceiling-source';
import { FOLDER } from './install';
import { leastTimes } from './statistics';

/** A loop to measure, and what one call of it does: floating-point operations, or bytes read and written. */
export interface Loop {
  title: string;
  work: number;
  run: () => void;
}

export interface Ceiling {
  /** The fastest way to multiply and add. */
  arithmetic: Loop;
  /** The fastest way to read half of so many bytes and write the other half. */
  copying: (bytes: number) => Loop;
}

/** Milliseconds of one measurement, and how many find out which form is the fastest. */
const BUDGET = 2;
const ROUNDS = 30;
const TURNS = 20_000;
const PAGE = 65_536;
/** Bytes at the start that the compiler may use. */
const START = 1024;

type Copy = (to: number, from: number, bytes: number) => void;
type Loops = Readonly<Record<string, (turns: number) => number>> &
  Readonly<Record<string, Copy>> & { reserve(pages: number): number };

/** In the same two builds as the kernels, of which the same one is taken. */
async function compileLoops(): Promise<Loops> {
  const folder = join(FOLDER, 'ceiling');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.ts'), ceilingSource());
  const paths: string[] = [];
  for (const build of BUILDS) {
    const path = join(folder, `${build}.wasm`);
    writeFileSync(path, await compileFolder(folder, OPTIONS_OF[build]));
    paths.push(path);
  }
  return new WebAssembly.Instance(loadModule(paths)).exports as Loops;
}

/** The one that does most in a ms. */
function fastest(loops: readonly Loop[]): Loop {
  const least = leastTimes(
    loops.map(({ run }) => run),
    ROUNDS,
    BUDGET,
  );
  const speeds = loops.map(({ work }, i) => work / least[i]);
  return loops[speeds.indexOf(Math.max(...speeds))];
}

export async function findCeiling(): Promise<Ceiling> {
  const loops = await compileLoops();
  const chains = CHAINS.map((form): Loop => {
    const run = loops[chainName(form)] as (turns: number) => number;
    const title = `${form.sums} sums, ${form.unrolled} times in a turn`;
    return { title, work: operations(form, TURNS), run: () => run(TURNS) };
  });
  let pages = 0;
  const known = new Map<number, Loop>();
  const copying = (bytes: number): Loop => {
    // Whole turns of every form.
    const half = Math.max(128, Math.ceil(bytes / 2 / 128) * 128);
    const found = known.get(half);
    if (found !== undefined) return found;
    const needed = Math.ceil((2 * half + START) / PAGE);
    if (needed > pages) {
      loops.reserve(needed - pages);
      pages = needed;
    }
    const loopOf = (title: string, copy: Copy): Loop => ({
      title,
      work: 2 * half,
      run: () => copy(START + half, START, half),
    });
    const loop = fastest([
      ...COPIES.map((vectors) => loopOf(`${vectors} vectors in a turn`, loops[copyName(vectors)] as Copy)),
      loopOf('memory.copy', loops.fill as Copy),
    ]);
    known.set(half, loop);
    return loop;
  };
  return { arithmetic: fastest(chains), copying };
}
