// Runs the graded tests of one exercise by vitest's own programming interface: silently, with no configuration file,
// in a worker thread of this process.

import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { GradingTask } from './grading-task';
import { ROOT } from './paths';
import type { TestOutcome } from './result';

export interface RunOutcome {
  readonly tests: TestOutcome[];
  readonly printed: string;
  /** The grader's own errors: then the tests say nothing about the learner. */
  readonly fault?: string;
}

const RUNNER = 'tools/grader/run.graded.ts';

export async function runTests(task: GradingTask): Promise<RunOutcome> {
  const { exitCode } = process;
  const vitest = await start(task);
  try {
    return outcomeOf(vitest);
  } finally {
    await vitest.close();
    // Vitest takes a failed test for a failed program.
    process.exitCode = exitCode;
  }
}

async function start(task: GradingTask) {
  const { startVitest } = await import('vitest/node');
  const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
  return startVitest(
    'test',
    [],
    {
      config: false,
      root: ROOT,
      include: [RUNNER],
      watch: false,
      cache: false,
      reporters: [{}],
      pool: 'threads',
      // One file in a worker of its own needs no further isolation.
      isolate: false,
      maxWorkers: 1,
      provide: { grading: { ...task, grade: pathToFileURL(task.grade).href } },
    },
    { logLevel: 'silent' },
    { stdout: silence(), stderr: silence() },
  );
}

type Vitest = Awaited<ReturnType<typeof start>>;

function outcomeOf(vitest: Vitest): RunOutcome {
  const tests: TestOutcome[] = [];
  const faults = vitest.state.getUnhandledErrors().map(messageOf);
  let printed = '';
  for (const testModule of vitest.state.getTestModules()) {
    faults.push(...testModule.errors().map(messageOf));
    for (const test of testModule.children.allTests()) {
      const { outcome, printed: text } = test.meta();
      if (outcome) tests.push(outcome);
      else
        faults.push(...(test.result().errors ?? [{ message: `no result of '${test.name}'` }]).map(messageOf));
      printed = text ?? printed;
    }
  }
  if (tests.length === 0 && faults.length === 0) faults.push('vitest ran no test');
  return { tests, printed, ...(faults.length > 0 && { fault: faults.join('\n') }) };
}

const messageOf = (error: unknown): string => String((error as { message?: unknown }).message ?? error);
