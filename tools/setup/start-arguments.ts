import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

export interface StartArguments {
  help: boolean;
  /** The port that the learner asked for. */
  port?: number;
  host: string;
  /** What JupyterLab is started with. */
  jupyter: string[];
}

export interface Situation {
  root: string;
  /** The folder in which the learner typed the command; npm itself goes to the root. */
  cwd: string;
  isRoot: boolean;
}

const firstNotebook = 'notebooks/00-start-here.ipynb';

// JupyterLab's options without a value; any other one may be followed by it as the next word.
const flags = new Set(
  (
    '--no-browser --debug --allow-root --core-mode --dev-mode --watch --collaborative --autoreload --no-mathjax ' +
    '--script --no-script --json --skip-dev-build --extensions-in-dev-mode --expose-app-in-browser ' +
    '--show-config --show-config-json --generate-config --version --help-all -y'
  ).split(' '),
);

/** Reads the learner's arguments and adds what the course needs; what the learner says goes first. */
export function parseStartArguments(args: readonly string[], situation: Situation): StartArguments {
  const { root, isRoot } = situation;
  const given = args.map((word, index) =>
    isPath(args, index) ? resolveFrom(situation.cwd, word, root) : word,
  );
  const target = given.find((_word, index) => isPath(args, index));
  const jupyter = [...given];
  if (isRoot && !has(args, ['--allow-root'])) jupyter.push('--allow-root');
  // Ctrl-C ends it at once; otherwise JupyterLab would ask back.
  if (!has(args, ['-y', '--ServerApp.answer_yes'])) jupyter.push('--ServerApp.answer_yes=True');
  if (
    !isFolder(target) &&
    !has(args, ['--notebook-dir', '--ServerApp.root_dir', '--ServerApp.notebook_dir'])
  ) {
    jupyter.push(`--ServerApp.root_dir=${root}`);
  }
  if (target === undefined && !has(args, ['--LabApp.default_url', '--ServerApp.default_url'])) {
    // The links of JupyterLab always have slashes, on Windows too.
    const page = existsSync(path.join(root, firstNotebook)) ? `/lab/tree/${firstNotebook}` : '/lab';
    jupyter.push(`--LabApp.default_url=${page}`);
  }
  const port = Number(optionOf(args, ['--port', '--ServerApp.port']) ?? Number.NaN);
  return {
    help: args.includes('--help') || args.includes('-h'),
    host: optionOf(args, ['--ip', '--ServerApp.ip'])?.replace(/^(\*|)$/, '0.0.0.0') ?? '127.0.0.1',
    ...(Number.isInteger(port) && port > 0 && port < 65536 ? { port } : {}),
    jupyter,
  };
}

/** Whether a word is neither an option nor the value of the option before it: a notebook or folder to open. */
function isPath(args: readonly string[], index: number): boolean {
  if (args[index].startsWith('-')) return false;
  const before = args[index - 1] ?? '';
  return !before.startsWith('-') || before.includes('=') || flags.has(before);
}

function resolveFrom(cwd: string, word: string, root: string): string {
  const file = path.resolve(cwd, word);
  return existsSync(file) ? file : path.resolve(root, word);
}

function isFolder(file: string | undefined): boolean {
  return file !== undefined && existsSync(file) && statSync(file).isDirectory();
}

function has(args: readonly string[], names: readonly string[]): boolean {
  return args.some((word) => names.includes(word.split('=')[0]));
}

/** The value of an option, written as --name=value or as two words; of several, the last. */
function optionOf(args: readonly string[], names: readonly string[]): string | undefined {
  let value: string | undefined;
  args.forEach((word, index) => {
    const [name, ...rest] = word.split('=');
    if (names.includes(name)) value = word.includes('=') ? rest.join('=') : args[index + 1];
  });
  return value;
}
