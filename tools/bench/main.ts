// npm run bench -- ops | train: how fast the library is, measured on this machine.
import { Command } from 'commander';
import { benchOps } from './ops';
import { benchTrain, type TrainOptions } from './train';
import { NAMES, type Name } from './workloads';

const program = new Command('bench').description('How fast the library is, measured on this machine');

const rounds = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`bench: --rounds is a whole number ≥ 1, got ${text}`);
  return count;
};

program
  .command('ops')
  .description("the kernels beside the reference and the machine's most")
  .option('--rounds <n>', 'rounds of measuring', rounds, 40)
  .action(({ rounds }: { rounds: number }) => benchOps(rounds));

const workloads = (text: string): Name[] => {
  const names = text.split(',');
  const wrong = names.find((name) => !NAMES.some((known) => known === name));
  if (wrong !== undefined)
    throw new RangeError(`bench: there is no workload ${wrong}; there are ${NAMES.join(', ')}`);
  return NAMES.filter((name) => names.includes(name));
};

program
  .command('train')
  .description('one step of training beside other libraries, which are installed first')
  .option('--rounds <n>', 'rounds of measuring', rounds, 5)
  .option('--workloads <names>', `some of ${NAMES.join(',')}`, workloads, [...NAMES])
  .option('--python <path>', 'a Python that has PyTorch')
  .option('--json <file>', 'write the figures to a file, too')
  .action((options: TrainOptions) => benchTrain(options));

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
