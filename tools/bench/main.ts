// npm run bench -- ops | train | kernel | grade: how fast the library is, measured on this machine.
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { benchGrade, type GradeOptions } from './grade';
import { benchKernel, type KernelOptions } from './kernel';
import { benchOps, type OpsOptions } from './ops';
import { FAMILY_NAMES } from './peers';
import { benchTrain, type TrainOptions } from './train';
import { NAMES } from './workloads';

const program = new Command('bench').description('How fast the library is, measured on this machine');

const rounds = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`bench: --rounds is a whole number ≥ 1, got ${text}`);
  return count;
};

program
  .command('ops')
  .description("the kernels beside the reference and the machine's ceiling, and how their cost grows")
  .option('--rounds <n>', 'rounds of measuring', rounds, 40)
  .option('--json <file>', 'write the figures to a file, too')
  .option('--svg <file>', 'where the chart goes', join('out', 'bench', 'ops.svg'))
  .action((options: OpsOptions) => benchOps(options));

/** An option that takes some of the known names, separated by commas; in their usual order. */
function subset(flags: string, kind: string, known: readonly string[]): Option {
  const parse = (text: string): string[] => {
    const names = text.split(',');
    const wrong = names.find((name) => !known.includes(name));
    if (wrong !== undefined)
      throw new RangeError(
        `bench: there is no ${kind} ${JSON.stringify(wrong)}; there are ${known.join(', ')}`,
      );
    return known.filter((name) => names.includes(name));
  };
  return new Option(flags, `some of ${known.join(',')}`).default(known, 'all').argParser(parse);
}

program
  .command('train')
  .description('one step of training beside other libraries, which are installed first')
  .option('--rounds <n>', 'rounds of measuring', rounds, 5)
  .addOption(subset('--workloads <names>', 'workload', NAMES))
  .addOption(subset('--only <libraries>', 'library', FAMILY_NAMES))
  .option('--python <path>', 'a Python that has PyTorch', process.platform === 'win32' ? 'python' : 'python3')
  .option('--json <file>', 'write the figures to a file, too')
  .option('--svg <file>', 'where the chart goes', join('out', 'bench', 'train.svg'))
  .option('--profile', 'show instead how a step of this library divides between kernels')
  .action((options: TrainOptions) => benchTrain(options));

program
  .command('kernel')
  .description('the TypeScript kernel beside stock tslab and Deno, which is installed first')
  .option('--rounds <n>', 'rounds of measuring', rounds, 5)
  .option('--json <file>', 'write the figures to a file, too')
  .action((options: KernelOptions) => benchKernel(options));

const wholeNumbers = (text: string): number[] => text.split(',').map(rounds);

program
  .command('grade')
  .description(
    "the instructor's grader: a sandbox, a class with all exercises, and otter-grader, which is installed first",
  )
  .option('--rounds <n>', 'rounds of measuring', rounds, 5)
  .option('--submissions <n>', 'learners in the class', rounds, 16)
  .option('--jobs <list>', 'exercises at a time', wholeNumbers, [1, 2])
  .option(
    '--python <path>',
    'the Python to install with',
    process.platform === 'win32' ? 'python' : 'python3',
  )
  .option('--no-tiers', 'leave out the class in weaker sandboxes')
  .option('--no-peer', 'leave out otter-grader')
  .option('--json <file>', 'write the figures to a file, too')
  .action((options: GradeOptions) => benchGrade(options));

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
