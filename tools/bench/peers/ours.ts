// This library as one of the benchmark's contestants: see ../peer.ts for what it is asked.
import { createInterface } from 'node:readline';
import { timeOne } from '../statistics';
import { type Name, workload } from '../workloads';

const { step } = workload(process.argv[2] as Name);
const losses = Array.from({ length: Number(process.argv[4]) }, () => step().item());
console.log(JSON.stringify({ losses }));
createInterface(process.stdin).on('line', (budget) => {
  console.log(JSON.stringify({ ms: timeOne(() => step().item(), Number(budget)) }));
});
