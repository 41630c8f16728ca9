/** One step of training with every library, in turn, round by round, and a check that all compute the same. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, Peer } from './peer';
import { FOLDER, installPeers, peersOf } from './peers';
import { type Times, table, timesOf } from './statistics';
import { type Name, TITLES, workload } from './workloads';

export interface TrainOptions {
  rounds: number;
  workloads: Name[];
  python?: string;
  json?: string;
}

/** Milliseconds that a round gives to each, and after which a silent one is given up. */
const BUDGET = 400;
const LIMIT = 120_000;
/** How far the losses of two libraries may be apart: float32 sums in another order, after some steps of Adam. */
const TOLERANCE = 2e-3;

interface Result {
  title: string;
  times: Times | null;
  cannot: string | null;
}

export async function benchTrain({ rounds, workloads, python, json }: TrainOptions): Promise<void> {
  installPeers();
  const results: Partial<Record<Name, Result[]>> = {};
  for (const name of workloads) {
    writeNumbers(name);
    const found = await compare(name, rounds, python);
    results[name] = found;
    console.log(`\n${TITLES[name]}: ms for one step\n${report(found)}`);
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ rounds, results }, null, 2)}\n`);
}

/** The parameters, the input and the target, for the others to read: shapes in JSON, numbers beside it. */
function writeNumbers(name: Name): void {
  const { parameters, x, target } = workload(name);
  let offset = 0;
  const all = [...parameters, x, target];
  const index = all.map(({ shape, dtype, data }) => {
    const entry = { shape, dtype, offset };
    offset += data.byteLength;
    return entry;
  });
  const bytes = all.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  writeFileSync(join(FOLDER, `${name}.json`), JSON.stringify(index));
  writeFileSync(join(FOLDER, `${name}.bin`), Buffer.concat(bytes));
}

async function compare(name: Name, rounds: number, python: string | undefined): Promise<Result[]> {
  const running: { peer: Peer; times: number[] }[] = [];
  const results: Result[] = [];
  let expected: readonly number[] | null = null;
  for (const command of peersOf(name, python)) {
    const peer = new Peer(command);
    const answer = await peer.answer(LIMIT);
    const reason = answer.cannot ?? differ(answer.losses ?? [], expected);
    results.push({ title: peer.title, times: null, cannot: reason });
    if (reason !== null) {
      peer.stop();
      continue;
    }
    expected ??= answer.losses ?? null;
    running.push({ peer, times: [] });
  }
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const { peer, times } of running) {
      const { ms }: Answer = await peer.time(BUDGET, LIMIT);
      if (ms !== undefined && round > 0) times.push(ms);
    }
  }
  for (const { peer, times } of running) {
    peer.stop();
    const result = results.find(({ title }) => title === peer.title)!;
    if (times.length > 0) result.times = timesOf(times);
    else result.cannot = 'it ended while it was measured';
  }
  return results;
}

/** Nobody wins by doing less: says where the losses of the first steps are others, null if they are the same. */
function differ(losses: readonly number[], expected: readonly number[] | null): string | null {
  if (expected === null) return null;
  const wrong = expected.findIndex((loss, i) => !(Math.abs(losses[i] - loss) <= TOLERANCE * Math.abs(loss)));
  return wrong < 0
    ? null
    : `computes something else: loss ${losses[wrong]} at step ${wrong}, not ${expected[wrong]}`;
}

function report(results: readonly Result[]): string {
  const ours = results[0].times;
  const rows = results.map(({ title, times, cannot }) => {
    if (times === null) return [title, '–', '–', '–', `cannot: ${cannot}`];
    const { median, least, most } = times;
    const ratio = ours === null ? '' : `${(median / ours.median).toFixed(2)} ×`;
    return [title, ...[median, least, most].map((ms) => ms.toFixed(2)), ratio];
  });
  return table([['', 'median', 'least', 'most', 'beside ours'], ...rows]);
}
