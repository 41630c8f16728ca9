// npm run release -- --out DIR: the learner's bundle. Exit code 1 when a solution would have gone along.

import { resolve } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { makeBundle } from './bundle';

const SHOWN = 20;

new Command('release')
  .description(
    'makes the folder that learners get: without solutions, planted mistakes and what is for instructors',
  )
  .requiredOption('--out <folder>', 'a new folder')
  .action(({ out }: { out: string }) => {
    const { files, leaks } = makeBundle(resolve(out));
    for (const { file, from, lines } of leaks.slice(0, SHOWN))
      console.error(pc.red(`${file} gives away ${from}: ${lines[0]}`));
    if (leaks.length > 0) {
      console.error(pc.red(`${leaks.length} files give something away: do not hand this bundle out.`));
      process.exitCode = 1;
      return;
    }
    console.log(`${files.length} files in ${out}; no solution is among them.`);
    console.log(`Try it: cd ${out} && npm ci && npm start`);
  })
  .parse();
