import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPython, probePython, pythonCommands } from '../../tools/setup/python';
import { fakePython, script, temporaryFolder } from './fixtures';

describe.skipIf(process.platform === 'win32')('finding Python', () => {
  const only = (folder: string) => ({ PATH: folder });

  test('takes python3, and python if python3 is too old', async () => {
    const folder = temporaryFolder();
    fakePython(path.join(folder, 'python3'), '3.9.18');
    fakePython(path.join(folder, 'python'), '3.12.1');
    expect(await findPython(only(folder))).toEqual({ command: ['python'], version: '3.12.1' });
    fakePython(path.join(folder, 'python3'), '3.10.0');
    expect(await findPython(only(folder))).toEqual({ command: ['python3'], version: '3.10.0' });
  });

  test('a python with its version in its name serves where python3 is old', async () => {
    const folder = temporaryFolder();
    fakePython(path.join(folder, 'python3'), '3.9.6');
    fakePython(path.join(folder, 'python3.12'), '3.12.4');
    expect((await findPython(only(folder))).command).toEqual(['python3.12']);
  });

  test('PYTHON is the only one that counts, with spaces in its path too', async () => {
    const folder = temporaryFolder();
    fakePython(path.join(folder, 'python3'), '3.12.0');
    const mine = fakePython(path.join(folder, 'my pythons', 'python'), '3.9.1');
    expect(pythonCommands({ PYTHON: mine })).toEqual([[mine]]);
    await expect(findPython({ ...only(folder), PYTHON: mine })).rejects.toThrow(/3\.9\.1.*too old.*3\.10/);
  });

  test('no Python at all: says what was tried', async () => {
    await expect(findPython(only(temporaryFolder()))).rejects.toThrow(
      /No Python was found.*python3.*install/,
    );
  });

  test.each(['3.9.18', '2.7.18'])('too old: says the version %s', async (version) => {
    const folder = temporaryFolder();
    // So old that it does not understand the probe.
    script(
      path.join(folder, 'python3'),
      `[ "$1" = --version ] && { echo "Python ${version}" >&2; exit 0; }; exit 2`,
    );
    await expect(findPython(only(folder))).rejects.toThrow(`Python ${version}, which is too old`);
  });

  test.each([
    ['exits with an error', 'exit 3'],
    ['prints rubbish', 'echo "welcome to python"'],
    ['prints JSON that says nothing', 'echo null'],
    ['prints nothing', 'exit 0'],
    ['is ended by a signal', 'kill -9 $$'],
  ])('broken: %s', async (_what, line) => {
    const python = script(path.join(temporaryFolder(), 'python3'), line);
    expect((await probePython([python])).problem).toBe('broken');
    await expect(findPython({ PYTHON: python })).rejects.toThrow(/does not work.*PYTHON=/);
  });

  test('without ensurepip: names the package of Debian', async () => {
    const python = fakePython(path.join(temporaryFolder(), 'python3'), '3.11.2', false);
    const problem = process.platform === 'linux' ? 'apt install python3-venv' : 'official installer';
    await expect(findPython({ PYTHON: python })).rejects.toThrow(problem);
  });
});
