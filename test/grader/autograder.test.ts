// The zip for Gradescope, unpacked and run as Gradescope does it, in a folder of the test's own.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import Ajv2020 from 'ajv/dist/2020';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { writeAutograder } from '../../tools/grader/export/autograder';
import { ROOT } from '../../tools/grader/paths';

const SOLUTION = readFileSync(join(ROOT, 'solutions/01-scalars/chain-rule.ts'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-autograder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = join(folder, 'source');
const names: string[] = [];
beforeAll(async () => {
  const zip = join(folder, 'autograder.zip');
  await writeAutograder(zip, { only: ['chain-rule'] });
  names.push(...(await unpack(zip, source)));
});

describe.skipIf(process.platform === 'win32')('the autograder of one exercise', { timeout: 240_000 }, () => {
  test('holds what grading needs, and nothing of what it does not', () => {
    expect(names).toEqual(expect.arrayContaining(['setup.sh', 'run_autograder', 'course/package.json']));
    expect(
      names.filter((name) =>
        /^course\/test\/mutants|\.alternatives|^course\/(notebooks|exercises)\//.test(name),
      ),
    ).toEqual([]);
  });

  test('begins with everything made that is made once, and with nobody asked', () => {
    execFileSync('bash', ['-n', join(source, 'setup.sh')]);
    const setup = readFileSync(join(source, 'setup.sh'), 'utf8');
    expect(setup).toMatch(/main\.ts class --jobs 1 solutions .*--only chain-rule\n/);
    expect(setup).toMatch(/export DEBIAN_FRONTEND=noninteractive\n[\s\S]*apt-get update\n/);
  });

  test('grades a submission and leaves results.json', () => {
    // What `npm ci` in setup.sh does: the packages, and then the script `prepare` with no file but the zip's.
    symlinkSync(join(ROOT, 'node_modules'), join(source, 'course', 'node_modules'), 'dir');
    execFileSync('npm', ['run', 'prepare'], { cwd: join(source, 'course'), stdio: 'pipe' });

    const results = graded({ 'chain-rule.ts': SOLUTION });
    const validate = new Ajv2020().compile(
      JSON.parse(readFileSync(join(__dirname, 'gradescope.schema.json'), 'utf8')),
    );
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
    expect(results).toMatchObject({ score: 10, tests: [{ status: 'passed' }, {}, {}, {}] });
  });

  test('takes all that was handed in for the work of one learner', () => {
    const files = { 'Übung eins/chain-rule.ts': SOLUTION, 'essay/text.md': 'What I learned.' };
    expect(graded(files)).toMatchObject({ score: 10 });
  });

  test('gives 0 points where there is no file for an exercise, and says so', () => {
    expect(graded({ 'essay.txt': 'What I learned.' })).toMatchObject({
      score: 0,
      output: expect.stringContaining('There is no file with the name of an exercise in it.'),
      tests: [{ status: 'failed', output: 'There is no file for this exercise.' }, {}, {}, {}],
    });
  });
});

test('refuses an exercise that there is not', async () => {
  await expect(writeAutograder(join(folder, 'none.zip'), { only: ['no-such'] })).rejects.toThrow('no-such');
});

/** What run_autograder leaves in results.json. @param files the submission: texts by their paths */
function graded(files: Readonly<Record<string, string>>): unknown {
  for (const name of ['submission', 'results']) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [path, contents] of Object.entries(files)) {
    const file = join(folder, 'submission', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  execFileSync('bash', [join(source, 'run_autograder')], {
    env: { ...process.env, AUTOGRADER_ROOT: folder },
    stdio: 'pipe',
  });
  return JSON.parse(readFileSync(join(folder, 'results', 'results.json'), 'utf8'));
}

async function unpack(zip: string, to: string): Promise<string[]> {
  const file = await openPromise(zip);
  const names: string[] = [];
  for await (const entry of file.eachEntry()) {
    names.push(entry.fileName);
    const path = join(to, entry.fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await text(await file.openReadStreamPromise(entry)));
    chmodSync(path, 0o755);
  }
  return names;
}
