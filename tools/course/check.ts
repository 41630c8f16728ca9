// check('<id>') in a notebook: the same check as `npm run check -- <id>`, with a rich result.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { findExercise, findReflection, unknownExercise } from '../grader/catalog';
import { reportText } from '../grader/report';
import type { CheckResult } from '../grader/result';
import { checkHtml } from './check-html';
import { type Bundle, present } from './display';
import { html } from './html';

export interface NotebookCheckOptions {
  /** Fixes the random inputs. */
  readonly seed?: number;
  /** Shows the next hint right away. */
  readonly hint?: boolean;
  /** Checks another file than the exercise's own. */
  readonly file?: string;
}

const ROOT = join(__dirname, '..', '..');

/** Checks an exercise and shows the result. What fails in the exercise is a result too, never an error. */
export async function check(id: string, options: NotebookCheckOptions = {}): Promise<void> {
  if (!findExercise(String(id)) && !findReflection(String(id))) {
    present(lines([unknownExercise(String(id))]));
    return;
  }
  const place = randomUUID();
  present(lines([`Checking ${id} …`]), place);
  present(await resultOf(id, options), place, true);
}

async function resultOf(id: string, options: NotebookCheckOptions): Promise<Bundle> {
  const output = await runCheck(id, options);
  try {
    const result = JSON.parse(output.stdout) as CheckResult;
    return { 'text/html': checkHtml(result), 'text/plain': reportText(result, 'notebook') };
  } catch {
    const reason = output.stderr.trim() || output.stdout.trim() || 'it printed nothing';
    return lines(['The checker itself failed, this is not your fault:', reason.slice(-2000)]);
  }
}

function lines(texts: readonly string[]): Bundle {
  const paragraphs = texts.map((text) => html`<p style="white-space: pre-wrap">${text}</p>`.text);
  return { 'text/html': paragraphs.join('\n'), 'text/plain': texts.join('\n') };
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own: the check leaves the notebook's variables alone, and the notebook leaves the check alone. */
function runCheck(id: string, { seed, hint, file }: NotebookCheckOptions): Promise<Output> {
  const flags = ['--json'];
  if (seed !== undefined) flags.push('--seed', String(seed));
  if (file !== undefined) flags.push('--file', resolve(file));
  if (hint) flags.push('--hint');
  const register = join(ROOT, 'lib', 'typescript.cjs');
  const program = join(ROOT, 'tools', 'grader', 'check.ts');
  const child = spawn(process.execPath, ['--require', register, program, id, ...flags], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return new Promise((done) => {
    child.on('error', (error) => done({ ...output, stderr: error.message }));
    child.on('close', () => done(output));
  });
}
