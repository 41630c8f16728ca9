// The usual graded test: call one function with several inputs, compare each number with the expected one, and if
// one is wrong, look whether the values are those of a known misconception.

import { close } from './compare';
import { formatCall, formatPair, formatValue } from './format';
import { type Grading, WrongResult } from './graded';
import { WRONG_VALUE } from './result';
import { Foreign, type Plain } from './sandbox/codec';

export interface Suspect<Args extends readonly Plain[]> {
  /** Of the misconception, in the catalog. */
  readonly id: string;
  /** What a learner with this misconception computes. */
  predict(...args: Args): number;
  /** For a misconception that gives inexact values: how far they may be off. */
  readonly relative?: number;
}

export interface CallChecks<Args extends readonly Plain[]> {
  readonly name: string;
  /** The simplest first: the first one that fails is shown. */
  readonly inputs: readonly Args[];
  expected(...args: Args): number;
  readonly suspects: readonly Suspect<Args>[];
}

interface Call<Args> {
  readonly args: Args;
  readonly got: number;
  readonly expected: number;
}

/** @throws WrongResult, LearnerError */
export async function compareCalls<Args extends readonly Plain[]>(
  grading: Grading,
  { name, inputs, expected, suspects }: CallChecks<Args>,
): Promise<void> {
  const calls: Call<Args>[] = [];
  for (const args of inputs) {
    const got = await grading.call(name, ...args);
    const wanted = expected(...args);
    if (typeof got !== 'number') throw notANumber(formatCall(name, args), got, wanted);
    calls.push({ args, got, expected: wanted });
  }
  const wrong = calls.find((call) => !close(call.got, call.expected));
  if (!wrong) return;
  const [got, wanted] = formatPair(wrong.got, wrong.expected);
  const failure = { message: WRONG_VALUE, call: formatCall(name, wrong.args), got, expected: wanted };
  throw new WrongResult(failure, likely(suspects, wrong, calls)?.id);
}

/** Whoever explains the wrong value; better, all values of the test. */
function likely<Args extends readonly Plain[]>(
  suspects: readonly Suspect<Args>[],
  wrong: Call<Args>,
  calls: readonly Call<Args>[],
): Suspect<Args> | undefined {
  const fits = ({ predict, relative }: Suspect<Args>, { args, got }: Call<Args>): boolean =>
    close(got, predict(...args), relative === undefined ? undefined : { relative, absolute: relative });
  const candidates = suspects.filter((suspect) => fits(suspect, wrong));
  return candidates.find((suspect) => calls.every((call) => fits(suspect, call))) ?? candidates[0];
}

function notANumber(call: string, got: Plain, expected: number): WrongResult {
  const advice =
    got === undefined ? 'The function returned nothing. Is a return missing?' : 'A number was expected.';
  const shown = got instanceof Foreign ? got.description : formatValue(got);
  return new WrongResult({
    message: advice,
    call,
    got: shown,
    expected: formatPair(expected, Number.NaN)[0],
  });
}
