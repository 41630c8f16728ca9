import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { explainFileError, noSpaceLeft, SetupError } from './errors';
import { exec } from './exec';
import type { Places } from './paths';
import type { Report } from './report';

/** Fills the virtual environment at `places.venv`, or throws a SetupError. */
export type InstallStep = (places: Places, report: Report) => Promise<void>;

/** Installs what requirements.txt lists and nothing else: every file must have the checksum written there. */
export const installWithPip: InstallStep = async (places, report) => {
  const command = [
    ...[places.python, '-I', '-m', 'pip', 'install', '--require-hashes', '--no-deps'],
    ...['--requirement', places.requirements, '--progress-bar', 'off', '--no-input', '--retries', '3'],
    '--disable-pip-version-check',
  ];
  const progress = countPackages(await readFile(places.requirements, 'utf8'));
  const { code, stdout, stderr } = await exec(command, {
    cwd: places.root,
    env: pipEnvironment(places),
    onLine(line) {
      const text = progress(line);
      if (text) report.update(text);
    },
  });
  await writeLog(places.log, [`$ ${command.join(' ')}`, stdout, stderr, `exit code ${code}`]);
  if (code !== 0) throw explainPip(stdout + stderr, path.relative(places.root, places.log));
};

export async function writeLog(log: string, parts: readonly string[]): Promise<void> {
  try {
    await mkdir(path.dirname(log), { recursive: true });
    await writeFile(log, `${parts.join('\n')}\n`);
  } catch (error) {
    throw explainFileError(error, log);
  }
}

/** Reads pip's output line by line and makes a progress text of it. */
export function countPackages(requirements: string): (line: string) => string | undefined {
  let total = requirements.match(/^[\w.-]+==/gm)?.length ?? 0;
  let seen = 0;
  return (line) => {
    // First pip names the packages that only other systems need, then each of the rest, then it installs them all.
    if (line.startsWith('Ignoring ')) total -= 1;
    if (/^(Collecting|Processing|Requirement already satisfied)/.test(line)) {
      seen += 1;
      return `Downloading JupyterLab: package ${seen} of ${total}`;
    }
    return line.startsWith('Installing collected packages') ? `Installing ${total} packages` : undefined;
  };
}

/** Pip must neither write to the home folder nor follow settings of the learner that send packages elsewhere. */
function pipEnvironment(places: Places): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, PIP_USER: '0', PIP_NO_COLOR: '1', PYTHONUTF8: '1' };
  env.PIP_CACHE_DIR ??= places.pipCache;
  for (const name of ['PIP_TARGET', 'PIP_PREFIX', 'PIP_ROOT', 'PIP_REQUIRE_VIRTUALENV', 'PIP_QUIET'])
    delete env[name];
  return env;
}

// In the order in which they are looked for: a failed download also ends in 'No matching distribution found'.
const explanations: [RegExp, (match: RegExpExecArray, log: string) => SetupError][] = [
  [
    /DO NOT MATCH THE HASHES[\s\S]*?\n\s+(\S+)/,
    (match, log) =>
      new SetupError(
        `The downloaded package ${match[1]} does not have the checksum in tools/setup/requirements.txt`,
        `restore that file with git, and if it is unchanged do not trust this network or mirror (details: ${log})`,
      ),
  ],
  [
    /No space left on device|Errno 28|Disk quota exceeded|not enough space on the disk/i,
    () => noSpaceLeft('the Python packages'),
  ],
  [
    /CERTIFICATE_VERIFY_FAILED/,
    (_match, log) =>
      new SetupError(
        'The package index was reached, but its certificate is not trusted here',
        `name your network's certificate file with PIP_CERT=/path/to/certificates.pem (details: ${log})`,
      ),
  ],
  [
    new RegExp(
      'NewConnectionError|ConnectTimeout|ReadTimeout|Read timed out|NameResolutionError|ProxyError|' +
        'Cannot connect to proxy|Name or service not known|Temporary failure in name resolution|' +
        'getaddrinfo failed|nodename nor servname|Network is unreachable|Connection refused|' +
        'Connection aborted|ConnectionReset|Max retries exceeded|RemoteDisconnected|IncompleteRead|ProtocolError',
    ),
    (_match, log) =>
      new SetupError(
        'JupyterLab could not be downloaded, for the network failed',
        `connect to the internet, or set your proxy or package index for pip, and run npm start again (details: ${log})`,
      ),
  ],
  [
    /No matching distribution found for (\S+)/,
    (match, log) =>
      new SetupError(
        `The package ${match[1]} is not to be had for this Python on this machine`,
        `name another Python, such as 3.11, 3.12 or 3.13, with PYTHON=/path/to/python (details: ${log})`,
      ),
  ],
  [
    /Permission denied|Read-only file system/,
    (_match, log) =>
      new SetupError(
        'The folder .venv cannot be written',
        `give yourself write access to the project folder (details: ${log})`,
      ),
  ],
];

/** What a failed run of pip means for the learner. */
export function explainPip(output: string, log: string): SetupError {
  for (const [pattern, explain] of explanations) {
    const match = pattern.exec(output);
    if (match) return explain(match, log);
  }
  return new SetupError('The Python packages could not be installed', `see why at the end of ${log}`);
}
