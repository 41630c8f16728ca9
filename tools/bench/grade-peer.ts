/** otter-grader beside this grader: one exercise with four tests, one submission at a time, without Docker. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Times, timesOf } from './statistics';

const FOLDER = join(__dirname, '..', '..', '.cache', 'bench', 'otter');
const PACKAGES = ['otter-grader==7.0.0', 'ipykernel==7.4.0'];
const PARTS = join(__dirname, 'peers', 'otter');
const POINTS = 10;

const programs = join(FOLDER, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin');

/** Seconds for one submission. @throws when it cannot be installed, or does not give all points */
export function otterTimes(rounds: number, python: string): Times {
  install(python);
  const folder = mkdtempSync(join(tmpdir(), 'otter-'));
  try {
    run(
      'otter',
      ['generate', '-t', join(PARTS, 'tests'), '-o', 'autograder.zip', '--no-environment'],
      folder,
    );
    const source = readFileSync(join(PARTS, 'chain_rule.py'), 'utf8');
    const cell = { cell_type: 'code', id: 'a', metadata: {}, source, outputs: [], execution_count: null };
    const metadata = { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } };
    writeFileSync(
      join(folder, 'learner.ipynb'),
      JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }),
    );
    const times: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const begun = performance.now();
      run('otter', ['run', '-a', 'autograder.zip', 'learner.ipynb', '-o', folder], folder);
      if (round >= 0) times.push((performance.now() - begun) / 1000);
    }
    const { tests } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as {
      tests: { score?: number }[];
    };
    const points = tests.reduce((sum, { score = 0 }) => sum + score, 0);
    if (points !== POINTS) throw new Error(`otter gave ${points} of ${POINTS} points to the right solution`);
    return timesOf(times);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(python: string): void {
  const mark = join(FOLDER, 'installed');
  const wanted = PACKAGES.join('\n');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.log(`bench: installing ${PACKAGES.join(', ')} into .cache/bench/otter`);
  mkdirSync(FOLDER, { recursive: true });
  run(python, ['-m', 'venv', join(FOLDER, 'venv')], FOLDER);
  run('python', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES], FOLDER);
  writeFileSync(mark, wanted);
}

/** A program of the virtual environment, where it has one of this name. */
function run(program: string, words: string[], cwd: string): void {
  const env = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
  const own = join(programs, program);
  const { status, error, stderr } = spawnSync(existsSync(own) ? own : program, words, {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? 'it ended early';
  throw new Error(`${program} ${words[0]}: ${reason}`);
}
