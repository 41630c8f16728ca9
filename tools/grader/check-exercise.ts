// One check of one exercise, from the learner's file to the result: used by the terminal and by the notebook.

import { createHash, randomInt } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type CatalogEntry, exerciseOf, totalPoints } from './catalog';
import { hintsToShow } from './hints';
import { pathsOf, ROOT } from './paths';
import { syntaxProblems } from './problems';
import { PROGRESS_FILE, readProgress, writeProgress } from './progress';
import type { CheckResult, Problem } from './result';
import { runTests } from './run-tests';
import { typeProblems } from './run-typecheck';
import type { Limits } from './sandbox/learner-process';
import { stubOf } from './stub';

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

/** @throws when there is no such exercise */
export async function checkExercise(id: string, options: CheckOptions = {}): Promise<CheckResult> {
  const began = performance.now();
  const entry = exerciseOf(id);
  const { seed = randomInt(2 ** 32), limits = {} } = options;
  const file = options.file === undefined ? pathsOf(entry).stub : resolve(options.file);

  const findings = await examine(entry, file, seed, limits);
  const points = findings.tests.reduce((sum, test) => sum + test.points, 0);
  const hints = revealHints(entry, file, points, findings.status, options);
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

async function examine(
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
  const syntax = syntaxProblems(readFileSync(file, 'utf8'), file);
  if (syntax.length > 0) return notRun('TypeScript cannot read the file yet.', syntax);

  const { grade } = pathsOf(entry);
  const [problems, run] = await Promise.all([
    typeProblems(file),
    runTests({ grade, file: realpathSync(file), seed, limits }),
  ]);
  const { tests, printed, fault } = run;
  if (fault !== undefined) return { status: 'ungraded', tests: [], problems, printed, reason: fault };
  const status = tests.every((test) => test.passed) ? 'passed' : 'failed';
  return { status, tests, problems, printed };
}

/** Remembers this check. @returns how many hints to show */
function revealHints(
  entry: CatalogEntry,
  file: string,
  points: number,
  status: CheckResult['status'],
  { hint: asked = false, file: otherFile, progressFile = PROGRESS_FILE }: CheckOptions,
): number {
  const before = readProgress(entry.id, progressFile);
  // Another file than the learner's own is no attempt.
  if (otherFile !== undefined) {
    return status === 'passed' ? 0 : Math.min(entry.hints.length, before.hints + (asked ? 1 : 0));
  }
  // If the checker failed, nothing is known about the file.
  if (status === 'ungraded') return before.hints;
  const fileHash = hashOf(file);
  const attempt = { asked, fileHash, untouchedHash: untouchedHash(entry), hintsInAll: entry.hints.length };
  const hints = status === 'passed' ? before.hints : hintsToShow(attempt, before);
  const bestPoints = Math.max(points, before.bestPoints);
  writeProgress(entry.id, { hints, fileHash, points, bestPoints }, progressFile);
  return status === 'passed' ? 0 : hints;
}

/** Of the stub as it was handed out; empty where the masters are not at hand. */
function untouchedHash(entry: CatalogEntry): string {
  const { solution } = pathsOf(entry);
  return existsSync(solution) ? hashText(stubOf(readFileSync(solution, 'utf8'))) : '';
}

function hashOf(file: string): string {
  try {
    return hashText(readFileSync(file, 'utf8'));
  } catch {
    return '';
  }
}

const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

function nameOf(file: string): string {
  const name = relative(ROOT, file);
  return name.startsWith('..') ? file : name.replaceAll('\\', '/');
}
