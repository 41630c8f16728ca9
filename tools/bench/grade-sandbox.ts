/** What a sandbox costs: from nothing to the first answer of a learner's function, with and without a warm pool. */
import { setTimeout as wait } from 'node:timers/promises';
import { chooseIsolation, type Isolation, TIERS, type TierName } from '../grader/isolation';
import { compile } from '../grader/sandbox/compile';
import { LearnerProcess } from '../grader/sandbox/learner-process';
import { type Times, timesOf } from './statistics';

export interface SandboxTimes {
  tier: TierName;
  words: string;
  /** Milliseconds, and why there are none. */
  cold: Times | null;
  warm: Times | null;
  cannot: string | null;
}

const FILE = 'learner.ts';
const LIBRARY = "import { tensor } from 'backprop-lab';\n";
const PLAIN = 'export const double = (x: number): number => 2 * x;';
const USING = `${LIBRARY}export const double = (x: number): number => tensor([x]).mul(2).item();`;
/** So long a pool needs to be full again, at most. */
const REFILL_MS = 1_500;

/** Each tier with a file that uses the library. */
export async function sandboxTimes(rounds: number): Promise<SandboxTimes[]> {
  const all: SandboxTimes[] = [];
  for (const { name: tier, words } of TIERS) {
    try {
      const cold = await measure(await chooseIsolation({ tier }), rounds, 0);
      const warm = await measure(await chooseIsolation({ tier, warm: 1 }), rounds, REFILL_MS);
      all.push({ tier, words, cold, warm, cannot: null });
    } catch (error) {
      all.push({ tier, words, cold: null, warm: null, cannot: (error as Error).message });
    }
  }
  return all;
}

async function measure(isolation: Isolation, rounds: number, pauseMs: number): Promise<Times> {
  const times: number[] = [];
  try {
    // The first one of each file is not counted.
    for (let round = -1; round < rounds; round++) {
      await wait(pauseMs);
      const { code } = compile(round < 0 ? PLAIN : USING, FILE);
      const begun = performance.now();
      const learner = new LearnerProcess(FILE, code, {}, isolation);
      if ((await learner.call('double', 21)) !== 42) throw new Error('the sandbox gives a wrong answer');
      if (round >= 0) times.push(performance.now() - begun);
      await learner.close();
    }
  } finally {
    await isolation.close();
  }
  return timesOf(times);
}
