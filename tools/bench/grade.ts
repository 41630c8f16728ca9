/** How long the instructor's grader takes: a sandbox, a class, and another grader beside it. */

import { type ClassFigures, gradeFigures } from './grade-class';
import { otterTimes } from './grade-peer';
import { sandboxTimes } from './grade-sandbox';
import { machine } from './machine';
import { digits, orDash } from './report';
import { type Times, table } from './statistics';
import { writeText } from './write-text';

export interface GradeOptions {
  rounds: number;
  submissions: number;
  jobs: number[];
  python: string;
  /** Whether to measure a class in the weaker sandboxes, too. */
  tiers: boolean;
  peer: boolean;
  json?: string;
}

/** So many submissions of the small assignment, which another grader grades too. */
const SMALL = 30;
const SMALL_EXERCISE = 'chain-rule';

export async function benchGrade({
  rounds,
  submissions,
  jobs,
  python,
  tiers,
  peer,
  json,
}: GradeOptions): Promise<void> {
  console.log(machine().text);
  const sandboxes = await sandboxTimes(rounds);
  const times = (one: Times | null): string[] =>
    one === null ? ['–', '–', '–'] : [one.median, one.least, one.most].map(digits);
  console.log('\nA sandbox, from nothing to the first answer of a file that uses the library, ms:');
  console.log(
    table([
      ['tier', 'cold', 'least', 'most', 'warm', 'least', 'most'],
      ...sandboxes.map(({ tier, cold, warm }) => [tier, ...times(cold), ...times(warm)]),
    ]),
  );
  for (const { tier, cannot } of sandboxes) if (cannot !== null) console.log(`Tier ${tier}: ${cannot}`);

  const classes: ClassFigures[] = [];
  for (const count of jobs) classes.push(await gradeFigures({ submissions, jobs: count }));
  for (const { tier, cannot } of tiers ? sandboxes : [])
    if (cannot === null && tier !== classes[0]?.tier)
      classes.push(await gradeFigures({ submissions, jobs: 1, tier }));
  console.log(`\nA class of ${submissions} with all exercises solved:`);
  console.log(classTable(classes));

  const small = await gradeFigures({ submissions: SMALL, jobs: 1, only: [SMALL_EXERCISE] });
  console.log(`\nA class of ${SMALL} with the one exercise '${SMALL_EXERCISE}', one job:`);
  console.log(classTable([small]));
  const otter = peer ? otterOr(rounds, python) : null;
  if (typeof otter === 'string') console.log(`otter-grader: ${otter}`);
  else if (otter !== null)
    console.log(
      `otter-grader, the same exercise in Python, no sandbox: ${digits(otter.median)} s each ` +
        `(${digits(otter.least)} to ${digits(otter.most)}), ${digits(otter.median / small.secondsEach)} × this grader`,
    );
  if (json !== undefined)
    writeText(json, `${JSON.stringify({ machine: machine(), sandboxes, classes, small, otter }, null, 2)}\n`);
}

/** Times, or why there are none. */
function otterOr(rounds: number, python: string): Times | string {
  try {
    return otterTimes(rounds, python);
  } catch (error) {
    return (error as Error).message;
  }
}

function classTable(all: readonly ClassFigures[]): string {
  const head = [
    'tier',
    'jobs',
    'first, s',
    'each further, s',
    'processor each, s',
    'a minute',
    '1000, min',
    'memory, MB',
  ];
  const rows = all.map((one) => [
    one.tier,
    String(one.jobs),
    ...[one.firstSeconds, one.secondsEach].map(digits),
    orDash(one.cpuSecondsEach),
    digits(one.perMinute),
    digits((1000 * one.secondsEach) / 60),
    orDash(one.megabytes),
  ]);
  return table([head, ...rows]);
}
