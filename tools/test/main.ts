// npm test [-- STEP…]: every check of the project, one step after the other; the last line counts the tests.

import pc from 'picocolors';
import { add, chooseSteps, FAILED, type Step, steps } from './steps';
import type { Count } from './vitest';

interface Result {
  step: Step;
  count: Count;
  seconds: number;
}

async function main(words: string[]): Promise<void> {
  if (words.includes('--help') || words.includes('-h')) {
    console.log('npm test            all steps\nnpm test -- STEP…   only these\n\nSteps:');
    for (const { name, title } of steps) console.log(`  ${name.padEnd(10)} ${title}`);
    return;
  }
  const results: Result[] = [];
  for (const step of chooseSteps(steps, words)) {
    console.log(`\n${pc.bold(`══ ${step.name}: ${step.title}`)}\n`);
    results.push(await runStep(step));
  }
  console.log(`\n${summary(results)}\n`);
  const { passed, failed } = results.map(({ count }) => count).reduce(add);
  if (failed > 0) process.exitCode = 1;
  // Other programs read this line: nothing stands beside it or after it.
  console.log(`${passed} passed, ${failed} failed`);
}

async function runStep(step: Step): Promise<Result> {
  const begun = performance.now();
  const count = await step.run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return FAILED;
  });
  return { step, count, seconds: (performance.now() - begun) / 1000 };
}

function summary(results: Result[]): string {
  return results
    .map(({ step, count, seconds }) => {
      const mark = count.failed > 0 ? pc.red('✗') : pc.green('✓');
      const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
      const numbers = `${count.passed} passed, ${count.failed} failed${skipped}`;
      return `${mark} ${step.name.padEnd(10)} ${seconds.toFixed(0).padStart(4)} s  ${numbers}`;
    })
    .join('\n');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
