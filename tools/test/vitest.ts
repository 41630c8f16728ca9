// Runs projects of vitest.config.mts and counts their tests.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageProgram, ROOT, runNode } from './command';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

export async function runVitest(
  project: string,
  name: string,
  options: { node?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Count> {
  const file = join(ROOT, 'out', 'test', `${name}.json`);
  rmSync(file, { force: true });
  const ok = await runNode(
    [
      packageProgram('vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    options,
  );
  return countTests(readReport(file), ok);
}

export function countTests(report: VitestReport | undefined, ok: boolean): Count {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  // A file that does not load has no test that could fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    // Vitest also fails for an error outside of any test.
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
}
