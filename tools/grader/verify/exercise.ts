// The proof of one exercise: what its submissions score, for many seeds, and what the learner is told.

import { existsSync, readFileSync } from 'node:fs';
import { exerciseOf, totalPoints } from '../catalog';
import { type GradedExercise, runGradedTest } from '../graded';
import type { Learner } from '../learner';
import { OwnCode } from '../own-code';
import { pathsOf } from '../paths';
import { NOT_WRITTEN, type TestOutcome } from '../result';
import { compile } from '../sandbox/compile';
import { LearnerProcess } from '../sandbox/learner-process';
import { loadCode } from '../sandbox/load-code';
import { InputWatch } from './inputs';
import { type Submission, submissionsOf } from './submissions';
import { typeErrors } from './type-check';
import type { Verified, VerifyOptions } from './types';

const MUTANTS = 5;
const ALTERNATIVES = 2;
/** Seeds for what cannot come near the right values. */
const FEW = 3;
/** With more seeds than these, only the points are looked at. */
const EXPLAINED = 10;
/** Here the results count: how long they take depends on what else the machine does. */
const PATIENT = { loadMs: 60_000, callMs: 30_000, testMs: 60_000 };

type Scores = { name: string; points: number[] }[];

export async function verifyExercise(id: string, options: VerifyOptions): Promise<Verified> {
  const began = performance.now();
  const entry = exerciseOf(id);
  const maxPoints = totalPoints(entry);
  const scores: Scores = [];
  const findings: string[] = [];
  try {
    findings.push(...(await findingsOf(id, options, scores)));
  } catch (error) {
    findings.push(error instanceof Error ? error.message : String(error));
  }
  const points = scores.find(({ name }) => name === 'the solution')?.points.reduce((a, b) => a + b, 0) ?? 0;
  return { id, points, maxPoints, scores, findings, ms: Math.round(performance.now() - began) };
}

async function findingsOf(id: string, { seeds, sandbox }: VerifyOptions, scores: Scores): Promise<string[]> {
  const entry = exerciseOf(id);
  const paths = pathsOf(entry);
  const submissions = submissionsOf(entry);
  const findings = formFindings(id, submissions);
  const errors = typeErrors(
    new Map(submissions.filter(({ kind }) => kind !== 'useless').map(({ file, text }) => [file, text])),
  );
  for (const { name, file } of submissions) {
    const error = errors.get(file);
    if (error) findings.push(`${name} does not type-check: ${error}`);
  }
  const { default: exercise } = require(paths.grade) as { default: GradedExercise };
  findings.push(...testFindings(exercise));

  const graded: Graded[] = submissions.map((submission) => ({
    submission,
    ...loaded(submission),
    failed: false,
  }));
  for (let seed = 0; seed < seeds; seed++) {
    for (const one of graded) {
      const { submission, learner, failed } = one;
      // One finding for a submission is enough.
      if (failed || (seed >= FEW && ['stub', 'useless'].includes(submission.kind))) continue;
      const explained = seed < EXPLAINED;
      const outcomes = await runAll(exercise, learner, seed, explained);
      if (seed === 0) scores.push({ name: submission.name, points: outcomes.map(({ points }) => points) });
      one.first ??= outcomes;
      const finding = findingIn(outcomes, one.first, submission, explained);
      if (finding) findings.push(`${submission.name}: ${finding} (seed ${seed})`);
      one.failed = finding !== undefined;
    }
  }
  findings.push(
    ...(await inputFindings(exercise, graded.find(({ submission }) => submission.kind === 'solution')!)),
  );
  if (sandbox)
    findings.push(
      ...(await sandboxFindings(
        exercise,
        graded.filter(({ failed }) => !failed),
      )),
    );
  return findings;
}

interface Graded {
  readonly submission: Submission;
  readonly learner: Learner;
  readonly code: string;
  first?: readonly TestOutcome[];
  failed: boolean;
}

function loaded({ text, file }: Submission): { learner: Learner; code: string } {
  const { code } = compile(text, file);
  return { learner: new OwnCode(loadCode(code, file), file), code };
}

async function runAll(
  exercise: GradedExercise,
  learner: Learner,
  seed: number,
  explained = true,
): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const test of exercise.entry.tests)
    outcomes.push(await runGradedTest(exercise, test, learner, seed, explained));
  return outcomes;
}

/** What can be said without running anything. */
function formFindings(id: string, submissions: readonly Submission[]): string[] {
  const entry = exerciseOf(id);
  const { stub } = pathsOf(entry);
  const of = (kind: Submission['kind']): Submission[] => submissions.filter((one) => one.kind === kind);
  const findings: string[] = [];
  if (!existsSync(stub) || readFileSync(stub, 'utf8') !== of('stub')[0].text)
    findings.push(`the stub is not made from the master: npm run exercises -- generate ${id}`);
  if (of('mutant').length < MUTANTS)
    findings.push(`has ${of('mutant').length} mutants, expected at least ${MUTANTS}`);
  if (of('alternative').length < ALTERNATIVES)
    findings.push(`has ${of('alternative').length} alternatives, expected at least ${ALTERNATIVES}`);
  const planted = new Set(of('mutant').map(({ misconception }) => misconception));
  for (const known of Object.keys(entry.misconceptions)) {
    if (!planted.has(known)) findings.push(`no mutant shows that the misconception '${known}' is named`);
  }
  return findings;
}

function testFindings({ entry, tests }: GradedExercise): string[] {
  const listed = entry.tests.map((test) => test.id).sort();
  const written = Object.keys(tests).sort();
  return listed.join() === written.join()
    ? []
    : [`the catalog lists the tests ${listed}, written are ${written}`];
}

/** What is wrong with a submission's score or feedback. */
function findingIn(
  outcomes: readonly TestOutcome[],
  first: readonly TestOutcome[],
  { kind, misconception }: Submission,
  explained: boolean,
): string | undefined {
  const points = sum(outcomes);
  const failed = outcomes.filter(({ passed }) => !passed);
  const passed = outcomes.filter((outcome) => outcome.passed);
  const names = (tests: readonly TestOutcome[]): string => tests.map(({ id }) => `'${id}'`).join(', ');
  switch (kind) {
    case 'solution':
    case 'alternative':
      return failed.length === 0 ? undefined : `fails ${names(failed)}: ${told(failed[0])}`;
    case 'useless':
      return points === 0 ? undefined : `scores ${points} points in ${names(passed)}, expected 0`;
    case 'stub': {
      const begun = failed.find(({ failure }) => !failure?.message.startsWith(NOT_WRITTEN));
      if (points > 0) return `scores ${points} points in ${names(passed)}, expected 0`;
      return begun && `'${begun.id}' does not say that the function is not written yet: ${told(begun)}`;
    }
    default: {
      if (failed.length === 0) return 'loses no points';
      if (points !== sum(first))
        return `scores ${points} points, and ${sum(first)} with seed 0: the inputs of a test do not always show it`;
      if (!explained) return undefined;
      const wrong = failed.find(
        ({ failure }) => ![misconception, undefined].includes(failure?.misconception?.id),
      );
      if (wrong) return `'${wrong.id}' names '${wrong.failure?.misconception?.id}': ${told(wrong)}`;
      const named = failed.some(({ failure }) => failure?.misconception?.id === misconception);
      return named ? undefined : `is not named: ${told(failed[0])}`;
    }
  }
}

const sum = (outcomes: readonly TestOutcome[]): number =>
  outcomes.reduce((total, { points }) => total + points, 0);

/** What the learner would read. */
function told({ failure }: TestOutcome): string {
  const { message = '', call, got, expected } = failure ?? {};
  const values = got === undefined ? '' : ` got ${got}, expected ${expected}`;
  return `${message}${call === undefined ? '' : ` ${call.replaceAll('\n', '; ')}`}${values}`;
}

async function inputFindings(exercise: GradedExercise, { learner }: Graded): Promise<string[]> {
  const watch = new InputWatch(learner);
  for (let seed = 0; seed < FEW; seed++) await runAll(exercise, watch, seed);
  return watch.findings;
}

/** As a learner's file is graded: the same outcomes as here. */
async function sandboxFindings(exercise: GradedExercise, graded: readonly Graded[]): Promise<string[]> {
  const findings: string[] = [];
  const { solution } = pathsOf(exercise.entry);
  const learner = new LearnerProcess(solution, '', PATIENT);
  try {
    for (const { submission, code, first } of graded) {
      // An error shows again at the first question.
      await learner.replace(code).catch(() => {});
      const outcomes = await runAll(exercise, learner, 0);
      const differs = outcomes.find(({ points }, i) => points !== first?.[i].points);
      if (differs)
        findings.push(
          `${submission.name}: '${differs.id}' ends differently in the sandbox: ${told(differs)}`,
        );
    }
  } finally {
    await learner.close();
  }
  return findings;
}
