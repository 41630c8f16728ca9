// `npm run grade` as a process of its own, which can be killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedRecord } from '../../../tools/grader/grade/record';
import { ROOT } from '../../../tools/grader/paths';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** In the environment of whatever a trial starts. */
export const MARK = `BACKPROP_GRADE_TRIAL=${process.pid}`;

export function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const program = join(ROOT, 'tools', 'grader', 'grade', 'main.ts');
  const child = spawn(
    process.execPath,
    ['--require', join(ROOT, 'lib', 'typescript.cjs'), program, ...args],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        NO_COLOR: '1',
        FORCE_COLOR: undefined,
        [MARK.split('=')[0]]: MARK.split('=')[1],
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, output })),
  );
  return { child, ended };
}

/** @throws when it does not end with exit code 0 */
export async function run(...args: readonly string[]): Promise<string> {
  const { code, output } = await start(args).ended;
  if (code !== 0) throw new Error(`grade ${args.join(' ')}: exit code ${code}\n${output}`);
  return output;
}

/** The records in a folder of results, by id. */
export function recordsIn(out: string): Map<string, SignedRecord> {
  const folder = join(out, 'records');
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
  );
}

/** The numbers of the processes that a trial has started, and theirs. Linux only. */
export function marked(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(MARK);
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);
}

/** The processes that a process has started itself. Linux only. */
export const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** All of a record that must be the same whenever the same is graded. */
export const lasting = ({ record, signature }: SignedRecord): string => JSON.stringify({ record, signature });
