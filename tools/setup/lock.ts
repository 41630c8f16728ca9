/**
 * Writes requirements.txt from requirements.in: npx ts-node tools/setup/lock.ts [uv's options, such as --upgrade]
 *
 * Versions that are in requirements.txt already stay, so that a second run changes nothing.
 */
import path from 'node:path';
import { runProgram, SetupError } from './errors';
import { exec } from './exec';
import { projectRoot } from './paths';
import { findPython } from './python';

/** Only who maintains the lock needs it, so it is not part of the environment that the lock describes. */
const uvVersion = '0.13.9';

async function run(command: readonly string[]): Promise<void> {
  const { code, stderr, failure } = await exec(command, { cwd: __dirname });
  if (code === 0) return;
  throw new SetupError(`${path.basename(command[0])} failed`, failure ?? stderr.trim());
}

runProgram(async () => {
  const venv = path.join(projectRoot, '.cache', 'uv');
  const scripts = path.join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
  const python = await findPython();
  await run([...python.command, '-m', 'venv', venv]);
  await run([path.join(scripts, 'python'), '-m', 'pip', 'install', '--quiet', `uv==${uvVersion}`]);
  await run([
    ...[path.join(scripts, 'uv'), 'pip', 'compile', 'requirements.in', '--output-file', 'requirements.txt'],
    ...[
      '--universal',
      '--python-version',
      '3.10',
      '--no-python-downloads',
      '--excludes',
      'requirements.excluded',
    ],
    ...['--generate-hashes', '--no-annotate', '--no-emit-index-url', '--no-emit-find-links', '--quiet'],
    ...['--custom-compile-command', 'npx ts-node tools/setup/lock.ts', ...process.argv.slice(2)],
  ]);
  return 0;
});
