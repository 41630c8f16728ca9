import { SetupError } from './errors';
import { exec } from './exec';

/** The oldest Python that requirements.txt is made for. */
export const oldestPython: readonly [number, number] = [3, 10];

export type PythonProblem = 'missing' | 'too old' | 'broken' | 'no venv';

export interface Python {
  /** The command with its leading arguments, such as ['py', '-3']. */
  command: readonly string[];
  /** The version as far as it is known, such as '3.11.2'. */
  version: string;
  problem?: PythonProblem;
}

// Debian packs ensurepip apart from Python; without it `venv` fails half-way.
const probe = `
import importlib.util, json, sys
has = lambda name: importlib.util.find_spec(name) is not None
print(json.dumps({"version": "%d.%d.%d" % sys.version_info[:3], "venv": has("venv") and has("ensurepip")}))
`;

/** The commands to try, in this order. A PYTHON in the environment is the learner's word and the only one. */
export function pythonCommands(env: NodeJS.ProcessEnv = process.env): string[][] {
  if (env.PYTHON) return [[env.PYTHON]];
  const commands = [['python3'], ['python']];
  if (process.platform === 'win32') return [...commands, ['py', '-3']];
  // macOS's own python3 is old, and a newer one installed beside it has the version in its name.
  return [...commands, ['python3.14'], ['python3.13'], ['python3.12'], ['python3.11'], ['python3.10']];
}

/** Finds out what a Python command is good for. */
export async function probePython(command: readonly string[], env = process.env): Promise<Python> {
  const found = await exec([...command, '-I', '-c', probe], { env, timeout: 30_000 });
  if (found.failure === 'ENOENT') return { command, version: '', problem: 'missing' };
  const facts = found.code === 0 ? parseFacts(found.stdout) : undefined;
  if (!facts) {
    const version = await askVersion(command, env);
    // A Python too old for the probe itself still says its version.
    if (version && isTooOld(version)) return { command, version, problem: 'too old' };
    return { command, version, problem: 'broken' };
  }
  if (isTooOld(facts.version)) return { command, version: facts.version, problem: 'too old' };
  if (!facts.venv) return { command, version: facts.version, problem: 'no venv' };
  return { command, version: facts.version };
}

/** The first Python that can serve; otherwise the error of the one that came closest. */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const found: Python[] = [];
  for (const command of pythonCommands(env)) {
    const python = await probePython(command, env);
    if (!python.problem) return python;
    found.push(python);
  }
  throw explainPython(closest(found));
}

/** The error that tells the learner what is wrong with a Python. */
export function explainPython(python: Python): SetupError {
  const name = python.command.join(' ');
  const wanted = `Python ${oldestPython.join('.')} or newer`;
  switch (python.problem) {
    case 'too old':
      return new SetupError(
        `${name} is Python ${python.version}, which is too old: the course needs ${wanted}`,
        `install a newer Python, or name one that is there with PYTHON=/path/to/python`,
      );
    case 'no venv':
      return new SetupError(
        `${name} (Python ${python.version}) cannot make a virtual environment: its module venv or ensurepip is missing`,
        process.platform === 'linux'
          ? 'on Debian and Ubuntu install it with: sudo apt install python3-venv'
          : 'install Python anew from its official installer',
      );
    case 'broken':
      return new SetupError(
        `${name} does not work: asked for its version, it fails or prints nonsense`,
        `repair that Python, or name another one with PYTHON=/path/to/python`,
      );
    default:
      return new SetupError(
        `No Python was found (tried: ${name})`,
        `install ${wanted}, or name one that is there with PYTHON=/path/to/python`,
      );
  }
}

/** Of several Pythons that cannot serve, the one whose mend is the least work. */
function closest(found: readonly Python[]): Python {
  for (const problem of ['no venv', 'too old', 'broken'] as const) {
    const python = found.find((candidate) => candidate.problem === problem);
    if (python) return python;
  }
  const names = found.map((python) => python.command.join(' '));
  return { command: [names.join(', ')], version: '', problem: 'missing' };
}

function isTooOld(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return major < oldestPython[0] || (major === oldestPython[0] && minor < oldestPython[1]);
}

function parseFacts(output: string): { version: string; venv: boolean } | undefined {
  try {
    const facts = JSON.parse(output) as { version?: unknown; venv?: unknown } | null;
    if (typeof facts?.version !== 'string' || !/^\d+\.\d+\.\d+$/.test(facts.version)) return undefined;
    return { version: facts.version, venv: facts.venv === true };
  } catch {
    return undefined;
  }
}

async function askVersion(command: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await exec([...command, '--version'], { env, timeout: 30_000 });
  // Python 2 answers on standard error.
  return code === 0 ? (/^Python (\d+\.\d+\.\d+)/m.exec(stdout + stderr)?.[1] ?? '') : '';
}
