import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './fixtures';

const text = readFileSync(path.join(repository, 'tools/setup/requirements.txt'), 'utf8');
// A requirement goes on over the lines that end with a backslash.
const entries = text
  .replaceAll('\\\n', '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

test('every requirement has one version and checksums', () => {
  expect(entries.length).toBeGreaterThan(50);
  for (const entry of entries) {
    expect(entry).toMatch(/^[a-z0-9._-]+==[\w.]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+\s*$/);
  }
});

test('JupyterLab 4.6 is in it, and no kernel for Python', () => {
  const names = entries.map((entry) => entry.split('==')[0]);
  expect(entries.find((entry) => entry.startsWith('jupyterlab=='))).toMatch(/^jupyterlab==4\.6\./);
  expect(names).toEqual(expect.arrayContaining(['jupyter-client', 'nbclient', 'pyzmq']));
  expect(names).not.toContain('ipykernel');
  expect(names).not.toContain('ipython');
});

test('the lock names neither a host nor a folder, and says how it is made', () => {
  expect(text).not.toMatch(/:\/\/|--index|--find-links|--extra|@ |(^|\s)\/\w/m);
  expect(text).toContain('npx ts-node tools/setup/lock.ts');
});
