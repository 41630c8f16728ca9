// npm run exercises -- generate [ID…] | verify [ID…] [--seeds N] [--json]: for authors of exercises.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import pc from 'picocolors';
import { catalog, exerciseOf, findReflection, reflections } from './catalog';
import { wholeNumber } from './options';
import { pathsOf, reflectionPaths } from './paths';
import { stubOf } from './stub';
import type { Verified, VerifyOptions } from './verify/types';
import { verify } from './verify/verify';

const chosen = (ids: readonly string[]): string[] =>
  ids.length > 0 ? ids.map((id) => exerciseOf(id).id) : catalog.map(({ id }) => id);

function generate(ids: readonly string[]): void {
  const texts = reflections.filter(({ id }) => ids.length === 0 || ids.includes(id));
  for (const reflection of texts) {
    const { mine, template } = reflectionPaths(reflection);
    mkdirSync(dirname(mine), { recursive: true });
    copyFileSync(template, mine);
    console.log(`written: ${reflection.file}`);
  }
  const coded = ids.filter((id) => !findReflection(id));
  if (ids.length > 0 && coded.length === 0) return;
  for (const id of chosen(coded)) {
    const entry = exerciseOf(id);
    const { stub, solution } = pathsOf(entry);
    mkdirSync(dirname(stub), { recursive: true });
    writeFileSync(stub, stubOf(readFileSync(solution, 'utf8'), entry.file));
    console.log(`written: ${entry.file}`);
  }
}

async function prove(
  ids: readonly string[],
  { json, ...options }: VerifyOptions & { json?: boolean },
): Promise<void> {
  const all = chosen(ids);
  const bar =
    process.stderr.isTTY && !json ? new SingleBar({ format: '{bar} {value}/{total} {id}' }) : undefined;
  bar?.start(all.length, 0, { id: '' });
  const verified = await verify(all, options, ({ id }) => bar?.increment(1, { id }));
  bar?.stop();
  console.log(json ? JSON.stringify(verified) : verified.map(textOf).join('\n'));
  if (verified.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

function textOf({ id, maxPoints, scores, findings, ms }: Verified): string {
  const mutants = scores.filter(({ name }) => name.startsWith('mutant')).length;
  const facts = `${maxPoints} points, ${mutants} mutants, ${scores.length} submissions, ${(ms / 1000).toFixed(1)} s`;
  const mark = findings.length === 0 ? pc.green('✓') : pc.red('✗');
  return [`${mark} ${id}  ${pc.dim(facts)}`, ...findings.map((finding) => `    ${finding}`)].join('\n');
}

const program = new Command('exercises').description('Makes and proves the exercises of the course.');
program
  .command('generate')
  .description("writes the learner's stubs anew from the masters; what stands in exercises/ is overwritten")
  .argument('[ids...]', 'all unless named')
  .action(generate);
program
  .command('verify')
  .description('proves that the tests of an exercise catch every planted mistake and nothing else')
  .argument('[ids...]', 'all unless named')
  .option('--seeds <number>', 'how many seeds', wholeNumber, 100)
  .option('--no-sandbox', 'leave out the real process of a learner')
  .option('--json', 'print the result as JSON')
  .action(prove);
program.parseAsync().catch((error: unknown) => {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 2;
});
