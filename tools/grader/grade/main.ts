// npm run grade -- PATH… --out DIR [--jobs N] [--tests DIR] [--only ID…] [--seed S] [--tier A|B|C] [--format NAME…]
// npm run grade -- verify FILE…
// Exit code: 0 when all is graded (or true), 1 when something is ungraded (or not true), 2 when nothing could be done.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import { Roster } from '../export';
import { writeAutograder } from '../export/autograder';
import { ROSTER_COLUMNS } from '../export/roster';
import type { TierName } from '../isolation';
import { formats } from './formats';
import { gradeClass } from './grade';
import { progress } from './progress';
import { summaryText } from './summary';
import { type VerifyOptions, verifyFiles } from './verify-files';

interface Options {
  readonly out: string;
  readonly jobs: number;
  readonly tests?: string;
  readonly only?: readonly string[];
  readonly seed?: string;
  readonly key?: string;
  readonly tier?: TierName;
  readonly format: readonly string[];
  readonly roster?: string;
}

async function grade(
  paths: readonly string[],
  { format, tests, roster, ...options }: Options,
): Promise<number> {
  // Before the work, which may take long.
  const people = roster === undefined ? Roster.none : Roster.parse(readFileSync(roster, 'utf8'));
  const listener = progress();
  try {
    const summary = await gradeClass(
      { ...options, paths, ...(tests !== undefined && { tests: resolve(tests) }) },
      listener,
    );
    listener.stop();
    console.log(summaryText(summary.records, summary.before));
    for (const { name, write } of formats) {
      if (!format.includes(name)) continue;
      const files = await write(summary.records, summary.paths, people);
      // One for each learner would fill the screen.
      for (const file of files.slice(0, 3)) console.log(`written: ${file}`);
      if (files.length > 3) console.log(`  and ${files.length - 3} more`);
    }
    console.log(`Records: ${summary.paths.records}`);
    return summary.records.every(({ record }) => record.status === 'graded') ? 0 : 1;
  } finally {
    listener.stop();
  }
}

function atLeastOne(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 256)
    throw new InvalidArgumentError('It is a whole number from 1 to 256.');
  return value;
}

const names = formats.map(({ name }) => name);
const help = formats.map(({ name, description }) => `  ${name.padEnd(14)} ${description}`).join('\n');

const program = new Command('grade');
program
  .command('class', { isDefault: true })
  .description(
    'grades submissions, each in a sandbox, into a folder of signed records; `class` may be left out',
  )
  .argument('<paths...>', "learners' folders, zip or tar archives, notebooks, or folders of many of them")
  .requiredOption('--out <folder>', 'where the results go; a run that was stopped is taken up there')
  .option('--jobs <number>', 'how many exercises to grade at a time', atLeastOne, availableParallelism())
  .option('--tests <folder>', 'tests of your own, NAME.grade.ts, which nobody else has seen')
  .option('--only <ids...>', 'these exercises only')
  .option('--seed <text>', 'the secret from which all inputs are drawn; random unless told')
  .option('--key <file>', 'the Ed25519 key that signs, in PEM; made in the folder unless told')
  .addOption(
    new Option('--tier <name>', 'the sandbox; the strongest there is unless told').choices(['A', 'B', 'C']),
  )
  .addOption(
    new Option('--format <names...>', 'what to make of the records').choices(names).default(['chart']),
  )
  .option(
    '--roster <file>',
    `CSV that says who handed in what, with the columns ${Object.keys(ROSTER_COLUMNS).join(', ')}`,
  )
  .addHelpText('after', `\nFormats:\n${help}`)
  .action(async (paths: string[], options: Options) => {
    process.exitCode = await grade(paths, options);
  });

program
  .command('verify')
  .description('proves that records are whole: form, signature, sums, and what they were made with')
  .argument('<files...>', 'records')
  .option('--key <file>', 'the public key to trust, in PEM; public-key.pem of the folder unless told')
  .option('--tests <folder>', 'the folder of private tests that the records were made with')
  .option('--submission <path>', 'the submission itself, to see that one record is about it')
  .option('--record-only', 'leave out whether the tests and the library here are those of the record')
  .action(async (files: string[], options: VerifyOptions) => {
    process.exitCode = await verifyFiles(files, options);
  });

program
  .command('gradescope')
  .description('makes the autograder that Gradescope asks for: a zip with setup.sh and run_autograder')
  .requiredOption('--out <file>', 'the zip to write')
  .option('--only <ids...>', 'these exercises only')
  .action(async ({ out, ...options }: { out: string; only?: string[] }) => {
    const count = await writeAutograder(resolve(out), options);
    console.log(`written: ${out}, ${count} files. Upload it as the autograder of a programming assignment.`);
  });

program.parseAsync().catch((error: unknown) => {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 2;
});
