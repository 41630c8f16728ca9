// This library as one of the benchmark's contestants: see ../peer.ts for what it is asked.
import { type Name, workload } from '../workloads';

const { compete, name } = require('./contestant.cjs') as { compete(step: () => number): void; name: Name };

const { step } = workload(name);
compete(() => step().item());
