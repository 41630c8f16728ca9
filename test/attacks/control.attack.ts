// The control: attacks on a grader as it is usually built, a test file that imports the learner's. It loses points. (It may
// also lose its results altogether, or the machine: so it runs inside bubblewrap, and only with attacks that go for points.)

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../tools/grader/paths';
import { attacks, honest, purpose, submission } from './submissions';

const BWRAP = '/usr/bin/bwrap';
/** By their names. */
const GO_FOR_POINTS =
  /vitest|matcher|chai|expects|passes|mocked|comparison|known|exit-at|verdict$|patched-lists|json|polluted|proxy|tests|numbers|getters|thenable/;

const DESERVED = 2;
const POINTS: Readonly<Record<string, number>> = { doubled: 2, total: 3, sorted: 5 };

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** What stands in such graders everywhere. */
const TESTS = `
  import { expect, test } from 'vitest';
  import * as student from './SUBMISSION';

  test('doubled', async () => expect(await student.doubled([1, 2, 3])).toEqual([2, 4, 6]));
  test('total', async () => expect(await student.total([1, 2, 3])).toEqual(6));
  test('sorted', async () => {
    const list = [3, 1, 2];
    expect(await student.sorted(list)).toEqual([1, 2, 3]);
    expect(list).toEqual([3, 1, 2]);
  });
`;

mkdirSync(join(ROOT, '.cache'), { recursive: true });
const folder = mkdtempSync(join(ROOT, '.cache', 'control-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SETTINGS = { pool: 'forks', maxWorkers: 1, testTimeout: 2_000, teardownTimeout: 1_000, cache: false };
/** It may read everything, as such a grader may, and write nothing but its own folder. */
const SHUT_IN = [
  ...['--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
  // The project itself may lie below /tmp.
  ...['--tmpfs', '/tmp', '--ro-bind', ROOT, ROOT, '--bind', folder, folder, '--'],
];
const MOST_MS = 20_000;

/** What the naive grader gives; nothing when it comes to no result. */
async function naivePoints(name: string, text: string): Promise<number | undefined> {
  writeFileSync(join(folder, `${name}.ts`), text);
  const file = join(folder, `${name}.test.ts`);
  writeFileSync(file, TESTS.replace('SUBMISSION', name));
  const results = join(folder, `${name}.json`);
  const vitest = [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', folder];
  // The usual way to load the settings would write a file beside the packages.
  const options = ['--configLoader=native', '--reporter=json', `--outputFile=${results}`, file];
  const run = spawn(BWRAP, [...SHUT_IN, process.execPath, ...vitest, ...options], {
    cwd: folder,
    // Without what this very run of vitest has set.
    env: { PATH: process.env.PATH },
    stdio: 'ignore',
    timeout: MOST_MS,
    killSignal: 'SIGKILL',
  });
  await once(run, 'exit');
  if (!existsSync(results)) return undefined;
  const { testResults } = JSON.parse(readFileSync(results, 'utf8')) as Report;
  const passed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'passed'),
  );
  return passed.reduce((sum, { title }) => sum + (POINTS[title] ?? 0), 0);
}

describe.skipIf(!existsSync(BWRAP)).concurrent('a test that imports the file of the learner', () => {
  const around = { outside: join(folder, 'outside'), port: 9, mark: 'mark', secret: 'secret' };
  const gained: { attack: string; 'points of 10': number; by: string }[] = [];

  beforeAll(() => {
    writeFileSync(
      join(folder, 'vitest.config.mjs'),
      `export default { test: ${JSON.stringify(SETTINGS)} };\n`,
    );
  });
  // Tells what was measured, and proves that these attacks are none on paper only.
  afterAll(() => {
    console.table(gained);
    expect(gained.length).toBeGreaterThanOrEqual(5);
  });

  test('grades those who do not attack as it should', async () => {
    expect(await naivePoints('the-base', submission(undefined, around))).toBe(DESERVED);
    expect(await naivePoints('the-right-one', honest)).toBe(10);
  });

  test.each(attacks.filter((attack) => GO_FOR_POINTS.test(attack)))('%s', async (attack) => {
    const points = await naivePoints(attack, submission(attack, around));
    if (points !== undefined && points > DESERVED)
      gained.push({ attack, 'points of 10': points, by: purpose(attack) });
  });
});
