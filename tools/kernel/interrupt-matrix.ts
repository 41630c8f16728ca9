// node -r ./lib/typescript.cjs tools/kernel/interrupt-matrix.ts [--repeats 5] [--node PATH]…: interrupts every kind of
// code on this Node and on others, and says how long it took and what was lost.

import { resolve } from 'node:path';
import { Command } from 'commander';
import { ownKernel } from './client';
import { type Interruption, KINDS, tryInterrupts } from './interrupts';

/** An interrupt that takes longer feels like none. */
const SOON_MS = 500;

interface MatrixOptions {
  repeats: number;
  node: string[];
}

const collect = (path: string, before: string[]): string[] => [...before, resolve(path)];

async function main({ repeats, node }: MatrixOptions): Promise<void> {
  for (const program of node.length > 0 ? node : [process.execPath]) {
    const results: Interruption[] = [];
    await tryInterrupts(ownKernel(program), repeats, (result) => results.push(result));
    console.log(`\n${program}`);
    for (const kind of Object.keys(KINDS)) {
      const own = results.filter((result) => result.kind === kind);
      const times = own.map(({ ms }) => Math.round(ms)).join(', ');
      const problems = own.flatMap(({ problem }) => problem ?? []);
      console.log(`  ${kind.padEnd(30)} ${times} ms ${problems.join('; ')}`);
    }
    const good = results.filter(({ ms, problem }) => problem === undefined && ms <= SOON_MS).length;
    const share = ((100 * good) / results.length).toFixed(1);
    console.log(`  ${good} of ${results.length} (${share} %) within ${SOON_MS} ms, with their variables`);
    if (results.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
  }
}

const program = new Command('interrupt-matrix')
  .option('--repeats <n>', 'how often each kind is interrupted', Number, 5)
  .option('--node <path>', 'a Node.js to try; may be given several times', collect, []);
void main(program.parse().opts<MatrixOptions>());
