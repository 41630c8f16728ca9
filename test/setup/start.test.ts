import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPort } from '../../tools/setup/port';
import { copyOfProject, errorLines, fakePython, runTool, script, temporaryFolder } from './fixtures';

/** A server on a free port, for as long as `use` takes. */
async function withTakenPort(use: (port: number) => Promise<void> | void): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    await use(typeof address === 'object' && address ? address.port : 0);
  } finally {
    server.close();
  }
}

describe.skipIf(process.platform === 'win32')(
  'npm start refuses with one sentence',
  { timeout: 60_000 },
  () => {
    test.each([
      ['no Python', (folder: string) => path.join(folder, 'none'), 'No Python was found'],
      ['an old Python', (folder: string) => fakePython(path.join(folder, 'python'), '3.8.10'), '3.8.10'],
      ['a broken Python', (folder: string) => script(path.join(folder, 'python'), 'exit 9'), 'does not work'],
      ['no venv', (folder: string) => fakePython(path.join(folder, 'python'), '3.11.2', false), 'venv'],
    ])('%s', (_what, make, words) => {
      const before = Date.now();
      const result = runTool(copyOfProject(), 'start', ['--no-browser'], {
        env: { PYTHON: make(temporaryFolder()) },
      });
      expect(Date.now() - before).toBeLessThan(15_000);
      expect(errorLines(result)).toEqual([expect.stringContaining(words)]);
      expect(result.status).toBe(1);
    });

    test('a port that is taken', () =>
      withTakenPort((port) => {
        const root = copyOfProject();
        for (const args of [['--port', `${port}`], [`--port=${port}`], [`--ServerApp.port=${port}`]]) {
          const result = runTool(root, 'start', args);
          expect(errorLines(result)).toEqual([
            expect.stringMatching(new RegExp(`Port ${port} is taken.*npm start -- --port \\d+`)),
          ]);
          expect(result.status).toBe(1);
        }
      }));

    test('no node_modules, or one package missing', () => {
      const broken = copyOfProject();
      rmSync(path.join(broken, 'node_modules'));
      const result = runTool(broken, 'start', ['--no-browser']);
      expect(errorLines(result)).toEqual([expect.stringContaining('npm ci')]);
      expect(result.status).toBe(1);
      const incompletely = copyOfProject();
      const lock = path.join(incompletely, 'package-lock.json');
      writeFileSync(lock, '{"packages": {"node_modules/not-there": {"version": "1.0.0"}}}');
      const incomplete = runTool(incompletely, 'start', ['--no-browser']);
      expect(errorLines(incomplete)).toEqual([
        expect.stringMatching(/not-there is not installed; run npm ci/),
      ]);
      expect(incomplete.status).toBe(1);
    });

    test('a version of Node that package.json does not name', () => {
      const other = copyOfProject();
      writeFileSync(path.join(other, 'package.json'), '{"engines": {"node": ">=99.0.0"}}');
      const result = runTool(other, 'start', ['--no-browser']);
      expect(errorLines(result)).toEqual([expect.stringContaining(process.versions.node)]);
      expect(result.status).toBe(1);
    });

    test.runIf(process.getuid)('a folder that cannot be written', () => {
      const locked = copyOfProject();
      const python = fakePython(path.join(temporaryFolder(), 'python'), '3.12.0');
      chmodSync(path.dirname(python), 0o755);
      chmodSync(locked, 0o555);
      // Root may write everywhere, so root's tests run the program as nobody.
      const uid = process.getuid?.() === 0 ? { uid: 65534 } : {};
      const result = runTool(locked, 'start', ['--no-browser'], { env: { PYTHON: python }, ...uid });
      chmodSync(locked, 0o755);
      expect(errorLines(result)).toEqual([expect.stringContaining('cannot be written')]);
      expect(result.status).toBe(1);
    });
  },
);

test('npm start -- --help is short and points to JupyterLab’s', () => {
  const result = runTool(copyOfProject(), 'start', ['--help']);
  expect(result.stdout).toContain('--help-all');
  expect(result.stdout.split('\n').length).toBeLessThan(25);
  expect(result.status).toBe(0);
});

test('a free port passes, a taken one names another that is free', async () => {
  await withTakenPort(async (port) => {
    const error: unknown = await checkPort(port).catch((reason: unknown) => reason);
    const free = Number(/--port (\d+)/.exec(String(error))?.[1]);
    expect(free).toBeGreaterThan(port);
    await expect(checkPort(free)).resolves.toBeUndefined();
  });
});
