import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Places, placesOf } from '../../tools/setup/paths';

export const repository = path.resolve(__dirname, '..', '..');

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'setup-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An executable shell script. */
export function script(file: string, ...lines: string[]): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A python that answers the probe with these facts. */
export function fakePython(file: string, version: string, venv = true): string {
  return script(file, `echo '{"version": "${version}", "venv": ${venv}}'`);
}

/** An empty project with just what the set-up reads. */
export function emptyProject(): Places {
  const places = placesOf(temporaryFolder());
  mkdirSync(path.dirname(places.requirements), { recursive: true });
  writeFileSync(places.requirements, 'jupyterlab==4.6.6 --hash=sha256:00\n');
  return places;
}

/** A copy of the project's programs, with the packages of the real one, in which things can be broken. */
export function copyOfProject(): string {
  const root = temporaryFolder();
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'lib/typescript.cjs', 'tools/setup'];
  for (const file of files) {
    cpSync(path.join(repository, file), path.join(root, file), { recursive: true });
  }
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  return root;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** Another user to run as, if the tests run as root, whom no file permission stops. */
  uid?: number;
}

/** Runs a program of tools/setup as the npm scripts do. */
export function runTool(
  root: string,
  tool: string,
  args: string[],
  options: RunOptions = {},
): SpawnSyncReturns<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', ...options.env };
  // As if the learner had typed it in this folder.
  delete env.INIT_CWD;
  return spawnSync(process.execPath, [path.join(root, 'tools', 'setup', 'boot.cjs'), tool, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    timeout: 60_000,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
  });
}

/** The lines of standard error; a refusal is one sentence there and no stack trace. */
export function errorLines(result: SpawnSyncReturns<string>): string[] {
  return result.stderr.trim().split('\n');
}
