// npm run check -- [id…] [--seed N] [--hint] [--file PATH] [--json] [--list]
// Exit code: 0 with all points, 1 without, 2 when something could not be graded.

import { Command } from 'commander';
import pc from 'picocolors';
import { findExercise, findReflection, unknownExercise } from './catalog';
import { Checker, type CheckOptions } from './checker';
import { courseList, listText } from './list';
import { wholeNumber } from './options';
import { reflect } from './reflect';
import { COLORS, reportText } from './report';
import type { CheckResult } from './result';

interface Options extends CheckOptions {
  readonly json?: boolean;
  readonly list?: boolean;
}

async function main(
  ids: readonly string[],
  { json = false, list = false, ...options }: Options,
): Promise<number> {
  const print = (value: unknown, text: string): void => console.log(json ? JSON.stringify(value) : text);
  if (ids.length === 0 || list) {
    const exercises = courseList(options.progressFile);
    print(exercises, listText(exercises));
    return 0;
  }
  const unknown = ids.find((id) => !findExercise(id) && !findReflection(id));
  const error =
    unknown === undefined
      ? ids.length > 1 && options.file !== undefined && '--file names the file of one exercise: give one id.'
      : unknownExercise(unknown);
  if (error) {
    if (json) console.log(JSON.stringify({ error }));
    else console.error(pc.red(error));
    return 2;
  }
  const checker = new Checker();
  const results: CheckResult[] = [];
  for (const id of ids) {
    const reflection = findReflection(id);
    const result = reflection ? reflect(reflection, options.file) : await checker.check(id, options);
    if (!json) console.log(`${results.length > 0 ? '\n' : ''}${reportText(result, 'terminal', COLORS)}`);
    results.push(result);
  }
  if (json) console.log(JSON.stringify(results.length === 1 ? results[0] : results));
  return Math.max(...results.map(({ status }) => EXIT_CODES[status]));
}

const EXIT_CODES = { passed: 0, 'self-assessed': 0, failed: 1, 'not-run': 1, ungraded: 2 } as const;

new Command('check')
  .description('Checks exercises of the course, or lists all of them when no id is given.')
  .argument('[ids...]', 'the exercises, as in the list')
  .option('--seed <number>', 'draw the same random inputs as another check', wholeNumber)
  .option('--hint', 'show the next hint')
  .option('--file <path>', 'check another file than the one in exercises/')
  .option('--json', 'print the result as JSON; a list of results for several exercises')
  .option('--list', 'list all exercises')
  .option('--progress-file <path>', 'where to remember the progress')
  .action(async (ids: string[], options: Options) => {
    const code = await main(ids, options);
    // A worker that hangs must not keep the learner waiting; but what was printed has to arrive first.
    process.stdout.write('', () => process.exit(code));
  })
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  });
