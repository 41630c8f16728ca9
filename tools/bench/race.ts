/** One workload with every library: each in turn, round by round, after a check that all compute the same. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differ } from './losses';
import { Peer } from './peer';
import { type Contestant, type Family, PATIENCE } from './peers';
import { type Times, timesOf } from './statistics';
import { type Name, workload } from './workloads';

/** Milliseconds that a round gives to each, and after which a silent one is given up. */
const BUDGET = 400;
const LIMIT = 300_000;
/** Milliseconds that do not count, before those that do: caches, and pages of a process that has slept, fill again. */
const AWAKENING = 100;

/** How one library did. */
export interface Entry {
  family: Family;
  title: string;
  /** Of one step; null if it cannot do it. */
  times: Times | null;
  /** For how many ms of a step processors were at work, all threads together: it does not count other programs. */
  processor: number | null;
  /** In how many rounds it was measured: fewer where a step takes seconds. */
  rounds: number;
  /** Why its losses could not be compared; null if they are the same. */
  differs: string | null;
  /** Why it has no times. */
  cannot: string | null;
}

/** The parameters and inputs, for the others to read: shapes in JSON, numbers beside it. */
export function writeNumbers(name: Name, folder: string): void {
  const { parameters, inputs } = workload(name);
  let offset = 0;
  const entryOf = ({ shape, dtype, data }: (typeof inputs)[number]) => {
    const entry = { shape, dtype, offset };
    offset += data.byteLength;
    return entry;
  };
  const index = { parameters: parameters.map(entryOf), inputs: inputs.map(entryOf) };
  const bytes = [...parameters, ...inputs].map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(index));
  writeFileSync(join(folder, `${name}.bin`), Buffer.concat(bytes));
}

interface Runner {
  peer: Peer;
  entry: Entry;
  times: number[];
  processor: number[];
}

export async function race(commands: readonly Contestant[], rounds: number): Promise<Entry[]> {
  const runners: Runner[] = [];
  const entries: Entry[] = [];
  let expected: readonly number[] | null = null;
  try {
    for (const command of commands) {
      const { family, title } = command;
      const peer = new Peer(command);
      const { losses, last = 0, differs = null, cannot } = await peer.answer(LIMIT);
      const problem = cannot ?? (losses && expected ? differ(losses, expected) : null);
      const entry: Entry = {
        family,
        title,
        times: null,
        processor: null,
        rounds: 0,
        differs,
        cannot: problem,
      };
      entries.push(entry);
      expected ??= losses ?? null;
      const isSlow = last > PATIENCE;
      if (problem === null && isSlow) Object.assign(entry, { times: timesOf([last]), rounds: 1 });
      if (problem === null && !isSlow) runners.push({ peer, entry, times: [], processor: [] });
      else peer.stop();
    }
    await measure(runners, rounds);
  } finally {
    for (const { peer } of runners) peer.stop();
  }
  for (const { entry, times, processor } of runners) {
    entry.rounds = times.length;
    if (processor.length > 0) entry.processor = timesOf(processor).median;
    if (times.length > 0) entry.times = timesOf(times);
    else entry.cannot = 'it ended while it was measured';
  }
  return entries;
}

/** The first round warms up those that are quick; who has had enough time sits out the rest. */
async function measure(runners: readonly Runner[], rounds: number): Promise<void> {
  const spent = new Map<Runner, number>();
  for (let round = 0; round <= rounds; round++) {
    for (const runner of runners) {
      const before = spent.get(runner) ?? 0;
      if (before > PATIENCE) continue;
      const begun = performance.now();
      await runner.peer.time(AWAKENING, LIMIT);
      const { ms, processor } = await runner.peer.time(BUDGET, LIMIT);
      spent.set(runner, before + performance.now() - begun);
      if (ms === undefined) spent.set(runner, Number.POSITIVE_INFINITY);
      else if (round > 0 || ms > BUDGET) {
        runner.times.push(ms);
        if (processor !== undefined) runner.processor.push(processor);
      }
    }
  }
}
