// node -r ./lib/typescript.cjs tools/bench/profile.ts WORKLOAD: where the time of a step goes. The backend's functions
// are wrapped before the operations take them.
import { backend } from '../../lib/backend';
import { digits } from './report';
import { table, timeOne } from './statistics';
import { Stopwatch } from './stopwatch';
import type { Name } from './workloads';

/** Milliseconds of training: to warm up, and to measure. */
const [WARM, BUDGET] = [1000, 2000];

const watch = new Stopwatch();
watch.watch(backend);

const { TITLES, workload } = require('./workloads') as typeof import('./workloads');

const name = process.argv[2] as Name;
const { step } = workload(name);
timeOne(() => step().item(), WARM);
watch.reset();
let steps = 0;
const total = timeOne(() => {
  step().item();
  steps++;
}, BUDGET);

const row = (title: string, calls: string, ms: number): string[] => [
  title,
  calls,
  digits(ms),
  `${((100 * ms) / total).toFixed(1)} %`,
];
const kernels = [...watch.usage].map(([title, { calls, ms }]) => ({
  title,
  calls: calls / steps,
  ms: ms / steps,
}));
kernels.sort((a, b) => b.ms - a.ms);
const rest = total - kernels.reduce((sum, { ms }) => sum + ms, 0);
const rows = kernels.map(({ title, calls, ms }) => row(title, String(Math.round(calls)), ms));
console.log(`\n${TITLES[name]}, ${backend.name} backend`);
console.log(
  table([
    ['in one step', 'calls', 'ms', 'share'],
    ...rows,
    row('graph and JavaScript', '', rest),
    row('all', '', total),
  ]),
);
