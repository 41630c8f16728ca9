// Where learners' code runs: in the strongest sandbox that this machine has. The tier goes into every record.

import type { Printed } from '../sandbox/printed';
import type { Session } from '../sandbox/session';
import { bubblewrapTier } from './bubblewrap-tier';
import { landlockTier } from './landlock-tier';
import type { Launched } from './launch';
import { permissionTier } from './permission-tier';
import { Pool } from './pool';
import { type Program, sandboxProgram } from './program';

export type TierName = 'A' | 'B' | 'C';

/** One way to shut a process in. */
export interface Tier {
  readonly name: TierName;
  /** Whether the operating system guards it, so that points given under it can be trusted. */
  readonly certified: boolean;
  /** What it stops, in words for a record. */
  readonly words: string;
  /** @returns what starts one sandbox @throws when this machine lacks what it needs */
  prepare(program: Program): Promise<() => Launched>;
}

export interface Isolation {
  readonly tier: TierName;
  readonly certified: boolean;
  readonly words: string;
  /** A fresh sandbox, for one file. @throws GraderFault */
  open(printed: Printed, startMs?: number): Promise<Session>;
  close(): Promise<void>;
}

export interface IsolationOptions {
  /** This one and no other. */
  readonly tier?: TierName;
  /** How many sandboxes to keep started and waiting. */
  readonly warm?: number;
}

const START_MS = 30_000;
/** From strong to weak. */
export const TIERS: readonly Tier[] = [bubblewrapTier, landlockTier, permissionTier];

/** The strongest tier that works here, which is found out by trying. @throws when there is none, or not the one asked for */
export async function chooseIsolation({ tier, warm = 0 }: IsolationOptions = {}): Promise<Isolation> {
  const problems: string[] = [];
  for (const candidate of TIERS.filter(({ name }) => tier === undefined || name === tier)) {
    try {
      return await tried(candidate, warm);
    } catch (error) {
      problems.push(`tier ${candidate.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new Error(`isolation: no sandbox of the kind asked for works here. ${problems.join('; ')}`);
}

/** A tier that has started a sandbox once. */
async function tried({ name, certified, words, prepare }: Tier, warm: number): Promise<Isolation> {
  const pool = new Pool(await prepare(await sandboxProgram()), START_MS);
  await pool.try();
  pool.fill(warm);
  return {
    tier: name,
    certified,
    words,
    open: (printed, startMs) => pool.open(printed, startMs),
    close: async () => pool.close(),
  };
}
