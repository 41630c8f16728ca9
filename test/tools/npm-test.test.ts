import { describe, expect, test } from 'vitest';
import { otherNodes, SUPPORTED_LINES } from '../../tools/test/nodes';
import { add, chooseSteps, PASSED, type Step } from '../../tools/test/steps';
import { countTests, type VitestReport } from '../../tools/test/vitest';

const step = (name: string): Step => ({ name, title: name, run: async () => PASSED });
const steps = ['lint', 'lib', 'node-22', 'node-24'].map(step);

describe('the steps of npm test', () => {
  test('all of them, or those that are named', () => {
    expect(chooseSteps(steps, [])).toEqual(steps);
    expect(chooseSteps(steps, ['node', 'lint']).map(({ name }) => name)).toEqual([
      'lint',
      'node-22',
      'node-24',
    ]);
    expect(() => chooseSteps(steps, ['lent'])).toThrow(
      'No step is named lent; the steps are lint, lib, node-22, node-24.',
    );
  });
});

describe('counting', () => {
  const report = (changes: Partial<VitestReport>): VitestReport => ({
    ...{ numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] },
    ...changes,
  });
  test('what vitest reports', () => {
    expect(countTests(report({}), true)).toEqual({ passed: 3, failed: 0, skipped: 1 });
    expect(add(countTests(report({}), true), PASSED)).toEqual({ passed: 4, failed: 0, skipped: 1 });
  });
  test('a failure is never lost', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(countTests(report({ numFailedTests: 2 }), false).failed).toBe(2);
    expect(countTests(report({ testResults: [broken] }), false).failed).toBe(1);
    expect(countTests(report({}), false).failed).toBe(1);
    expect(countTests(undefined, true).failed).toBe(1);
  });
});

describe('the other Node lines', () => {
  test.each(SUPPORTED_LINES)('beside %s, with a version and a checksum each', (line) => {
    const others = otherNodes(`v${line}.99.0`, 'linux-x64');
    expect(others.map((other) => other.line)).toEqual(SUPPORTED_LINES.filter((other) => other !== line));
    for (const { line: other, release } of others) {
      expect(release?.version).toMatch(new RegExp(`^${other}\\.\\d+\\.\\d+$`));
      expect(release?.integrity).toMatch(/^sha512-[\w+/]{86}==$/);
    }
  });
  test('a platform without a package', () => {
    expect(otherNodes('v20.20.2', 'sunos-x64').map(({ release }) => release)).toEqual([undefined, undefined]);
  });
});
