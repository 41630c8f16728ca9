// Checks learners' files, from the file to the result: used by the terminal, by the notebook and by `npm run learn`.

import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { countAttempt } from './attempts';
import { type CatalogEntry, exerciseOf, totalPoints } from './catalog';
import { nameOf, pathsOf } from './paths';
import { problemsOf } from './problems';
import type { CheckResult, Problem } from './result';
import { type Prepared, TestRunner } from './run-tests';
import { compile } from './sandbox/compile';
import type { Limits } from './sandbox/learner-process';
import { TypeChecker } from './type-checker';

export interface CheckOptions {
  /** Fixes all random inputs. Without it every check draws new ones. */
  readonly seed?: number;
  /** Another file than the exercise's own. The progress is then left alone. */
  readonly file?: string;
  /** Reveals the next hint right away. */
  readonly hint?: boolean;
  readonly limits?: Partial<Limits>;
  readonly progressFile?: string;
}

const MAX_FILE_BYTES = 2 ** 20;

type Findings = Pick<CheckResult, 'status' | 'tests' | 'problems' | 'printed'> & { readonly reason?: string };

/** Keeps what takes long to start; close it in the end. One check at a time. */
export class Checker {
  readonly #runner = new TestRunner();
  readonly #types = new TypeChecker();
  #prepared: Prepared | undefined;

  /** Does beforehand what can be done without knowing what the learner will write. */
  async prepare(id: string): Promise<void> {
    const entry = exerciseOf(id);
    const { stub } = pathsOf(entry);
    await this.#discard();
    if (!existsSync(stub)) return;
    this.#prepared = this.#begin(entry, stub, randomInt(2 ** 32), {});
    await this.#types.check(stub);
  }

  /** @throws when there is no such exercise */
  async check(id: string, options: CheckOptions = {}): Promise<CheckResult> {
    const began = performance.now();
    const entry = exerciseOf(id);
    const file = options.file === undefined ? pathsOf(entry).stub : resolve(options.file);
    const seed = options.seed ?? this.#prepared?.task.seed ?? randomInt(2 ** 32);

    const findings = await this.#examine(entry, file, seed, options.limits ?? {});
    const points = findings.tests.reduce((sum, test) => sum + test.points, 0);
    const hints = countAttempt(entry, file, points, findings.status, options);
    return {
      id,
      chapter: entry.chapter,
      title: entry.title,
      file: nameOf(file),
      seed,
      points,
      maxPoints: totalPoints(entry),
      hints: entry.hints.slice(0, hints),
      hintsInAll: entry.hints.length,
      durationMs: Math.round(performance.now() - began),
      ...findings,
    };
  }

  async close(): Promise<void> {
    await this.#discard();
    await Promise.all([this.#runner.close(), this.#types.close()]);
  }

  async #examine(
    entry: CatalogEntry,
    file: string,
    seed: number,
    limits: Partial<Limits>,
  ): Promise<Findings> {
    const notRun = (reason: string, problems: readonly Problem[] = []): Findings => ({
      status: 'not-run',
      tests: [],
      problems,
      printed: '',
      reason,
    });
    if (!existsSync(file)) return notRun('The file does not exist.');
    const { size } = statSync(file);
    if (!statSync(file).isFile() || size > MAX_FILE_BYTES)
      return notRun('This is not a file of TypeScript code.');
    const { code, diagnostics } = compile(readFileSync(file, 'utf8'), file);
    const syntax = problemsOf(diagnostics, 'syntax');
    if (syntax.length > 0) return notRun('TypeScript cannot read the file yet.', syntax);

    const prepared = await this.#preparedFor(entry, file, seed, limits);
    const [problems, { tests, printed, fault }] = await Promise.all([
      this.#types.check(file),
      prepared.run(code),
    ]);
    if (fault !== undefined) return { status: 'ungraded', tests: [], problems, printed, reason: fault };
    const status = tests.every((test) => test.passed) ? 'passed' : 'failed';
    return { status, tests, problems, printed };
  }

  /** What has been prepared, if it fits. */
  async #preparedFor(
    entry: CatalogEntry,
    file: string,
    seed: number,
    limits: Partial<Limits>,
  ): Promise<Prepared> {
    const prepared = this.#prepared;
    const { grade } = pathsOf(entry);
    if (
      prepared?.task.grade === grade &&
      prepared.task.file === realpathSync(file) &&
      prepared.task.seed === seed
    ) {
      this.#prepared = undefined;
      return prepared;
    }
    await this.#discard();
    return this.#begin(entry, file, seed, limits);
  }

  #begin(entry: CatalogEntry, file: string, seed: number, limits: Partial<Limits>): Prepared {
    const { grade } = pathsOf(entry);
    return this.#runner.prepare({
      grade,
      file: realpathSync(file),
      seed,
      limits: { ...entry.limits, ...limits },
    });
  }

  /** Vitest runs one thing at a time: what waits for code gets none, and ends. */
  async #discard(): Promise<void> {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    await prepared?.run('');
  }
}

/** One check. @throws when there is no such exercise */
export async function checkExercise(id: string, options: CheckOptions = {}): Promise<CheckResult> {
  const checker = new Checker();
  try {
    return await checker.check(id, options);
  } finally {
    await checker.close();
  }
}
