import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type EnvironmentOptions, ensureEnvironment } from '../../tools/setup/environment';
import { kernelspecFile } from '../../tools/setup/kernelspec';
import { type Places, placesOf } from '../../tools/setup/paths';
import type { InstallStep } from '../../tools/setup/pip';
import { silent } from '../../tools/setup/report';
import { inspectVenv } from '../../tools/setup/stamp';
import { emptyProject, script, temporaryFolder } from './fixtures';

/** A python whose `venv` makes a folder with a python in it that knows its version. */
function pythonThatMakesVenvs(version = '3.12.3'): { command: string[]; version: string } {
  const inner = `#!/bin/sh\\necho ${version}\\n`;
  const python = script(
    path.join(temporaryFolder(), 'python3'),
    'for last; do :; done',
    'mkdir -p "$last/bin"',
    `printf '${inner}' > "$last/bin/python"`,
    'chmod +x "$last/bin/python"',
  );
  return { command: [python], version };
}

/** Counts instead of installing. */
function installer(): { install: InstallStep; count: () => number } {
  let count = 0;
  const install: InstallStep = async (places) => {
    count += 1;
    await sleep(50);
    writeFileSync(places.jupyter, '');
  };
  return { install, count: () => count };
}

function setUp(places: Places, install: InstallStep, more: EnvironmentOptions = {}) {
  const python = async () => pythonThatMakesVenvs();
  return ensureEnvironment({ root: places.root, report: silent, install, python, ...more });
}

describe.skipIf(process.platform === 'win32')('the Python environment', () => {
  test('is made once; a second start does not install', async () => {
    const places = emptyProject();
    const { install, count } = installer();
    const environment = await setUp(places, install);
    expect(environment).toMatchObject({ root: places.root, python: places.python, jupyter: places.jupyter });
    const before = Date.now();
    expect(await setUp(places, install)).toEqual(environment);
    expect(Date.now() - before).toBeLessThan(1000);
    expect(count()).toBe(1);
    expect(readdirSync(places.course)).not.toContain('setup.lock');
  });

  test('keeps every file of Jupyter inside the project', async () => {
    const places = emptyProject();
    const { env } = await setUp(places, installer().install);
    const folders = Object.entries(env).filter(([name]) => /DIR$/.test(name));
    expect(folders.map(([name]) => name)).toEqual(
      expect.arrayContaining(['JUPYTER_CONFIG_DIR', 'JUPYTER_DATA_DIR', 'JUPYTER_RUNTIME_DIR', 'IPYTHONDIR']),
    );
    for (const [, folder] of folders) expect(folder.startsWith(places.course + path.sep)).toBe(true);
    expect(env).toMatchObject({ JUPYTER_PREFER_ENV_PATH: '1', JUPYTER_PATH: '', PYTHONPATH: '' });
  });

  test('has the kernel, which is registered anew when it is damaged, without installing', async () => {
    const places = emptyProject();
    const { install, count } = installer();
    await setUp(places, install);
    const file = kernelspecFile(places);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      argv: [
        process.execPath,
        '--no-force-async-hooks-checks',
        path.join(places.root, 'tools', 'kernel', 'boot.cjs'),
        'main.ts',
        '{connection_file}',
      ],
      display_name: 'TypeScript',
      language: 'typescript',
      interrupt_mode: 'message',
    });
    expect(readdirSync(path.dirname(file)).sort()).toEqual([
      'kernel.json',
      'logo-32x32.png',
      'logo-64x64.png',
      'logo-svg.svg',
    ]);
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace(process.execPath, '/gone/node'));
    await setUp(places, install);
    expect(readFileSync(file, 'utf8')).toBe(good);
    expect(count()).toBe(1);
  });

  test('asks for no news and stays off the network', async () => {
    const places = emptyProject();
    await setUp(places, installer().install);
    const read = (...names: string[]) => JSON.parse(readFileSync(path.join(places.venv, ...names), 'utf8'));
    expect(read('share/jupyter/lab/settings/overrides.json')).toEqual({
      '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
    });
    expect(read('etc/jupyter/labconfig/page_config.json').disabledExtensions).toEqual({
      '@jupyterlab/apputils-extension:announcements': true,
    });
    expect(read('etc/jupyter/jupyter_server_config.json').LabApp.news_url).toBe(null);
  });

  const damages: [string, (places: Places) => void][] = [
    ['no stamp, as after an interrupted start', (places) => rmSync(places.stamp)],
    ['a stamp that is no JSON', (places) => writeFileSync(places.stamp, '{"schema":')],
    ['a stamp of another kind', (places) => writeFileSync(places.stamp, '{"schema": 0}')],
    [
      'requirements changed',
      (places) => writeFileSync(places.requirements, 'jupyterlab==4.6.7 --hash=sha256:11\n'),
    ],
    ['the interpreter is gone', (places) => rmSync(places.python)],
    [
      'the interpreter is a link to nowhere',
      (places) => {
        rmSync(places.python);
        symlinkSync('/gone/python3', places.python);
      },
    ],
    ['the interpreter is another version', (places) => script(places.python, 'echo 3.13.0')],
    ['the interpreter is broken', (places) => script(places.python, 'exit 1')],
    ['JupyterLab is gone', (places) => rmSync(places.jupyter)],
    [
      '.venv is a file',
      (places) => {
        rmSync(places.venv, { recursive: true });
        writeFileSync(places.venv, 'not a folder');
      },
    ],
  ];
  test.each(damages)('is made anew: %s', async (_what, damage) => {
    const places = emptyProject();
    const { install, count } = installer();
    await setUp(places, install);
    expect((await inspectVenv(places)).kind).toBe('ready');
    damage(places);
    const state = await inspectVenv(places);
    expect(state.kind).toMatch(/half-made|stale/);
    expect(state.why).not.toBe('');
    await setUp(places, install);
    expect((await inspectVenv(places)).kind).toBe('ready');
    expect(count()).toBe(2);
  });

  test('is made anew when the project has moved', async () => {
    const before = emptyProject();
    const { install, count } = installer();
    await setUp(before, install);
    const after = placesOf(path.join(temporaryFolder(), 'moved'));
    renameSync(before.root, after.root);
    expect((await inspectVenv(after)).why).toContain(before.root);
    await setUp(after, install);
    expect(count()).toBe(2);
  });

  test('a patch release of Python and line ends of Windows change nothing', async () => {
    const places = emptyProject();
    await setUp(places, installer().install);
    script(places.python, 'echo 3.12.9');
    writeFileSync(places.requirements, readFileSync(places.requirements, 'utf8').replaceAll('\n', '\r\n'));
    expect((await inspectVenv(places)).kind).toBe('ready');
  });

  test('a failed installation leaves no stamp, and the next start mends it', async () => {
    const places = emptyProject();
    await expect(setUp(places, () => Promise.reject(new Error('interrupted')))).rejects.toThrow(
      'interrupted',
    );
    expect((await inspectVenv(places)).kind).toBe('half-made');
    expect(existsSync(places.lock)).toBe(false);
    await setUp(places, installer().install);
    expect((await inspectVenv(places)).kind).toBe('ready');
  });

  test('two starts at once install once', async () => {
    const places = emptyProject();
    const { install, count } = installer();
    const both = await Promise.all([setUp(places, install), setUp(places, install)]);
    expect(both[0]).toEqual(both[1]);
    expect(count()).toBe(1);
  });

  test('a file in the place of a folder: one sentence', async () => {
    const places = emptyProject();
    writeFileSync(places.course, '');
    await expect(setUp(places, installer().install)).rejects.toMatchObject({
      name: 'SetupError',
      message: expect.stringContaining(places.course),
    });
  });

  test('venv fails for want of ensurepip: names the mend; otherwise names the log', async () => {
    const places = emptyProject();
    mkdirSync(places.course);
    const failing = (text: string) => async () => ({
      command: [script(path.join(temporaryFolder(), 'python3'), `echo "${text}"; exit 1`)],
      version: '3.11.2',
    });
    const { install } = installer();
    await expect(setUp(places, install, { python: failing('ensurepip is not available') })).rejects.toThrow(
      /venv or ensurepip is missing/,
    );
    await expect(setUp(places, install, { python: failing('Segmentation fault') })).rejects.toThrow(
      'setup.log',
    );
    expect(readFileSync(places.log, 'utf8')).toContain('Segmentation fault');
    await expect(setUp(places, install, { python: failing('No space left on device') })).rejects.toThrow(
      /no space/,
    );
  });
});
