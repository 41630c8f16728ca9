// The zip for Gradescope, unpacked and run as Gradescope does it, in a folder of the test's own.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import Ajv2020 from 'ajv/dist/2020';
import { afterAll, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { writeAutograder } from '../../tools/grader/export/autograder';
import { ROOT } from '../../tools/grader/paths';

const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-autograder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32')(
  'grades a submission and leaves results.json',
  { timeout: 240_000 },
  async () => {
    const zip = join(folder, 'autograder.zip');
    await writeAutograder(zip, { only: ['chain-rule'] });
    const source = join(folder, 'source');
    const names = await unpack(zip, source);
    expect(names).toEqual(expect.arrayContaining(['setup.sh', 'run_autograder', 'course/package.json']));
    expect(
      names.filter((name) =>
        /^course\/test\/mutants|\.alternatives|^course\/(notebooks|exercises)\//.test(name),
      ),
    ).toEqual([]);
    execFileSync('bash', ['-n', join(source, 'setup.sh')]);
    // The image begins with everything made that is made once.
    expect(readFileSync(join(source, 'setup.sh'), 'utf8')).toMatch(
      /main\.ts class solutions .*--only chain-rule\n/,
    );

    // What `npm ci` in setup.sh does.
    symlinkSync(join(ROOT, 'node_modules'), join(source, 'course', 'node_modules'), 'dir');
    mkdirSync(join(folder, 'submission'));
    copyFileSync(
      join(ROOT, 'solutions/01-scalars/chain-rule.ts'),
      join(folder, 'submission', 'chain-rule.ts'),
    );
    execFileSync('bash', [join(source, 'run_autograder')], {
      env: { ...process.env, AUTOGRADER_ROOT: folder },
      stdio: 'pipe',
    });
    const results = JSON.parse(readFileSync(join(folder, 'results', 'results.json'), 'utf8'));
    const validate = new Ajv2020().compile(
      JSON.parse(readFileSync(join(__dirname, 'gradescope.schema.json'), 'utf8')),
    );
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
    expect(results).toMatchObject({ score: 10, tests: [{ status: 'passed' }, {}, {}, {}] });
  },
);

test('refuses an exercise that there is not', async () => {
  await expect(writeAutograder(join(folder, 'none.zip'), { only: ['no-such'] })).rejects.toThrow('no-such');
});

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
