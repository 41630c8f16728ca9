/** One step of training with every library: a table for each workload, the figures as JSON, and a chart. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toSVG } from '../../lib/plot/svg';
import { FOLDER } from './install';
import { machine } from './machine';
import { contestants, type Family, type Field, prepare } from './peers';
import { profile } from './profile-workload';
import { race, writeNumbers } from './race';
import { report } from './report';
import { type Race, trainChart } from './train-chart';
import { type Name, TITLES } from './workloads';
import { writeText } from './write-text';

export interface TrainOptions {
  rounds: number;
  workloads: readonly Name[];
  only: readonly Family[];
  python: string;
  json?: string;
  svg: string;
  profile?: boolean;
}

export async function benchTrain(options: TrainOptions): Promise<void> {
  const { rounds, workloads, only, python, json, svg } = options;
  if (options.profile) {
    for (const name of workloads) profile(name);
    return;
  }
  const field = prepare(only, python);
  console.log(machine().text);
  const races = await runRaces(workloads, field, rounds);
  if (json !== undefined)
    writeText(json, `${JSON.stringify({ machine: machine(), rounds, races }, null, 2)}\n`);
  writeText(svg, toSVG(trainChart(races)));
}

async function runRaces(workloads: readonly Name[], field: Field, rounds: number): Promise<Race[]> {
  const races: Race[] = [];
  mkdirSync(FOLDER, { recursive: true });
  // Of its own: another benchmark may run at the same time.
  const folder = mkdtempSync(join(FOLDER, 'run-'));
  try {
    for (const name of workloads) {
      writeNumbers(name, folder);
      const entries = await race(contestants(name, folder, field), rounds);
      races.push({ name, title: TITLES[name], entries });
      console.log(`\n${TITLES[name]}\n${report(entries)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return races;
}
