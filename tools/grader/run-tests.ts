// Runs the graded tests of an exercise by vitest's own programming interface: silently, with no configuration file, in
// a worker thread of this process.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import type { Vitest } from 'vitest/node';
import type { ChannelMessage, GradingTask } from './grading-task';
import { ROOT } from './paths';
import type { TestOutcome } from './result';

export interface RunOutcome {
  readonly tests: TestOutcome[];
  readonly printed: string;
  /** The grader's own errors: then the tests say nothing about the learner. */
  readonly fault?: string;
}

const RUNNER = 'tools/grader/run.graded.ts';

type Task = Omit<GradingTask, 'channel'>;

/** A run that has begun, and waits for the learner's code. */
export interface Prepared {
  readonly task: Task;
  /** @param code the learner's file as JavaScript */
  run(code: string): Promise<RunOutcome>;
}

/** Keeps vitest between two runs, which must follow one another: the first takes longer than the others. */
export class TestRunner {
  #vitest: Vitest | undefined;

  /** Does all that can be done before the code is known. */
  prepare(task: Task): Prepared {
    const channel = `grading ${randomUUID()}`;
    const line = new BroadcastChannel(channel);
    const ready = new Promise<void>((resolve) => {
      line.onmessage = () => resolve();
    });
    const ended = this.#begin({ ...task, channel, grade: pathToFileURL(task.grade).href });
    ended.catch(() => {});
    const run = async (code: string): Promise<RunOutcome> => {
      // What fails before it is ready never will be.
      await Promise.race([ready, ended]);
      line.postMessage({ code } satisfies ChannelMessage);
      try {
        return outcomeOf(await ended);
      } finally {
        line.close();
      }
    };
    return { task, run };
  }

  async close(): Promise<void> {
    const { exitCode } = process;
    await this.#vitest?.close();
    process.exitCode = exitCode;
  }

  async #begin(grading: GradingTask): Promise<Vitest> {
    const { exitCode } = process;
    if (this.#vitest) {
      const project = this.#vitest.getRootProject();
      project.provide('grading', grading);
      this.#vitest.state.clearFiles(project);
      this.#vitest.state.clearErrors();
      await this.#vitest.rerunTestSpecifications([project.createSpecification(join(ROOT, RUNNER))]);
    } else {
      this.#vitest = await start(grading);
    }
    // Vitest takes a failed test for a failed program.
    process.exitCode = exitCode;
    return this.#vitest;
  }
}

async function start(grading: GradingTask): Promise<Vitest> {
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
      provide: { grading },
    },
    { logLevel: 'silent' },
    { stdout: silence(), stderr: silence() },
  );
}

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
