import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { countPackages, explainPip, installWithPip } from '../../tools/setup/pip';
import { silent } from '../../tools/setup/report';
import { emptyProject, script } from './fixtures';

describe('a failed pip', () => {
  test.each([
    [
      'no network',
      "WARNING: Retrying after connection broken by 'NewConnectionError(...: [Errno -2] Name or service not known')'\n" +
        'ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)\n' +
        'ERROR: No matching distribution found for anyio==4.16.0',
      /network failed.*internet/,
    ],
    ['a slow network', 'pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.', /network failed/],
    ['a refused proxy', "ProxyError('Cannot connect to proxy.', OSError('Tunnel failed'))", /network failed/],
    ['a certificate', 'SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] self-signed', /PIP_CERT/],
    [
      'another checksum',
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated\n' +
        '    babel==2.18.0 from any/babel.whl:\n        Expected sha256 00\n             Got        11',
      /babel==2\.18\.0 does not have the checksum/,
    ],
    ['a full disk', 'ERROR: Could not install packages: [Errno 28] No space left on device', /no space left/],
    [
      'no build for this Python',
      'ERROR: No matching distribution found for pyzmq==27.3.0',
      /pyzmq==27\.3\.0/,
    ],
    ['anything else', 'Segmentation fault', /could not be installed.*\.course\/setup\.log/],
  ])('%s', (_what, output, sentence) => {
    const error = explainPip(output, '.course/setup.log');
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toContain('\n');
  });
});

test('progress counts the packages that this system needs', () => {
  const progress = countPackages(
    'a==1 \\\n    --hash=sha256:00\nb==2 ; os_name == "nt" \\\n    --hash=sha256:00\nc==3\n',
  );
  expect(progress("Ignoring b: markers 'os_name == \"nt\"' don't match your environment")).toBeUndefined();
  expect(progress('Collecting a==1 (from -r requirements.txt)')).toBe(
    'Downloading JupyterLab: package 1 of 2',
  );
  expect(progress('  Downloading a-1-py3-none-any.whl (12 kB)')).toBeUndefined();
  expect(progress('Processing /somewhere/c-3.whl')).toBe('Downloading JupyterLab: package 2 of 2');
  expect(progress('Installing collected packages: a, c')).toBe('Installing 2 packages');
});

describe.skipIf(process.platform === 'win32')('running pip', () => {
  test('demands checksums, keeps out of the home folder and writes its output to the log', async () => {
    const places = emptyProject();
    mkdirSync(places.venv);
    script(places.python, 'echo "arguments: $*"; echo "cache: $PIP_CACHE_DIR, user: $PIP_USER"');
    await installWithPip(places, silent);
    const log = readFileSync(places.log, 'utf8');
    expect(log).toMatch(/arguments: -I -m pip install --require-hashes --no-deps/);
    expect(log).toContain(places.requirements);
    expect(log).toContain(`cache: ${process.env.PIP_CACHE_DIR ?? places.pipCache}, user: 0`);
  });

  test('a failure is one sentence, and pip’s own words are in the log', async () => {
    const places = emptyProject();
    script(places.python, 'echo "ERROR: [Errno 101] Network is unreachable" >&2; exit 1');
    await expect(installWithPip(places, silent)).rejects.toThrow(path.join('.course', 'setup.log'));
    expect(readFileSync(places.log, 'utf8')).toContain('Network is unreachable');
  });
});
