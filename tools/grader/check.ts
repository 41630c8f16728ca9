// npm run check -- [id] [--seed N] [--hint] [--file PATH] [--json] [--list]
// Exit code: 0 with all points, 1 without, 2 when nothing could be graded.

import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { findExercise, unknownExercise } from './catalog';
import { type CheckOptions, checkExercise } from './check-exercise';
import { exerciseList, listText } from './list';
import { type Paint, reportText } from './report';

interface Options extends CheckOptions {
  readonly json?: boolean;
  readonly list?: boolean;
}

const COLORS: Paint = { good: pc.green, bad: pc.red, strong: pc.bold, faint: pc.dim };

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('It is a whole number from 0 on.');
  return value;
}

async function main(
  id: string | undefined,
  { json = false, list = false, ...options }: Options,
): Promise<number> {
  const print = (value: unknown, text: string): void => console.log(json ? JSON.stringify(value) : text);
  if (id === undefined || list) {
    const exercises = exerciseList(options.progressFile);
    print(exercises, listText(exercises));
    return 0;
  }
  if (!findExercise(id)) {
    const error = unknownExercise(id);
    if (json) console.log(JSON.stringify({ error }));
    else console.error(pc.red(error));
    return 2;
  }
  const result = await checkExercise(id, options);
  print(result, reportText(result, 'terminal', COLORS));
  return { passed: 0, failed: 1, 'not-run': 1, ungraded: 2 }[result.status];
}

new Command('check')
  .description('Checks an exercise of the course, or lists all exercises when no id is given.')
  .argument('[id]', 'the exercise, as in the list')
  .option('--seed <number>', 'draw the same random inputs as another check', wholeNumber)
  .option('--hint', 'show the next hint')
  .option('--file <path>', 'check another file than the one in exercises/')
  .option('--json', 'print the result as JSON')
  .option('--list', 'list all exercises')
  .option('--progress-file <path>', 'where to remember the progress')
  .action(async (id: string | undefined, options: Options) => {
    const code = await main(id, options);
    // A worker that hangs must not keep the learner waiting; but what was printed has to arrive first.
    process.stdout.write('', () => process.exit(code));
  })
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  });
