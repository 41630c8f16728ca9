// node -r ./lib/typescript.cjs test/grader/grade-trials/main.ts crash | same | corpus [options]
// What takes too long for `npm test`, which runs the same with smaller numbers.

import { Command } from 'commander';
import { catalog } from '../../../tools/grader/catalog';
import { wholeNumber } from '../../../tools/grader/options';
import { corpusTrial } from './corpus';
import { crashTrial } from './crash';
import { sameTrial } from './same';

const program = new Command('grade-trials').description('Long trials of the instructor’s grader.');
const tell = (line: string): void => console.log(line);

program
  .command('crash')
  .description('kills the grader at random moments: nothing may be lost, nothing there twice')
  .option('--submissions <number>', 'how many learners', wholeNumber, 1000)
  .option('--kills <number>', 'how many times', wholeNumber, 50)
  .option('--jobs <number>', 'exercises at a time', wholeNumber, 2)
  .action(async (options: { submissions: number; kills: number; jobs: number }) => {
    const report = await crashTrial({ ...options, tell });
    console.log(JSON.stringify(report));
    const isWell = [report.lost, report.double, report.different].every((list) => list.length === 0);
    process.exitCode = isWell ? 0 : 1;
  });

program
  .command('same')
  .description('grades one submission many times: the records must be the same')
  .option('--times <number>', 'how many times with each number of jobs', wholeNumber, 100)
  .option('--jobs <numbers...>', 'exercises at a time', ['1', '4', '16'])
  .option('--times-each <number>', 'how many times in one trusted process', wholeNumber, 10)
  .option('--only <ids...>', 'these exercises instead of all')
  .action(async ({ jobs, only, ...options }: SameWords) => {
    const { compared, different } = await sameTrial({
      ...options,
      jobs: jobs.map(Number),
      ...(only && { only }),
      tell,
    });
    console.log(`${compared} records, ${different.length} different`);
    process.exitCode = different.length === 1 ? 0 : 1;
  });

program
  .command('corpus')
  .description('grades all solutions, alternatives and planted mistakes: with the result that learners see')
  .option('--jobs <number>', 'exercises at a time', wholeNumber, 2)
  .option('--only <ids...>', 'these exercises instead of all')
  .action(async ({ jobs, only }: { jobs: number; only?: string[] }) => {
    const { compared, different } = await corpusTrial({
      jobs,
      only: only ?? catalog.map(({ id }) => id),
      tell,
    });
    console.log(`${compared} submissions, ${different.length} different: ${different.join('; ')}`);
    process.exitCode = different.length === 0 ? 0 : 1;
  });

interface SameWords {
  times: number;
  timesEach: number;
  jobs: string[];
  only?: string[];
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
