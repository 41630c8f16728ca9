// Strangers' TypeScript to JavaScript, on a thread of its own: text that the compiler never gets through with must not
// stop the grader.

import { parentPort } from 'node:worker_threads';
import { problemsOf } from '../../problems';
import { compile } from '../../sandbox/compile';
import { clean, shorten } from '../../text';
import { exportAll } from './export-all';
import type { ToTranspile, Transpiled } from './messages';

const PROBLEMS = 3;
const LONGEST = 300;

parentPort?.on('message', (task: ToTranspile) => parentPort?.postMessage(transpile(task)));

function transpile({ text, file, fromNotebook }: ToTranspile): Transpiled {
  try {
    const { code, diagnostics } = compile(fromNotebook ? exportAll(text) : text, file);
    const problems = problemsOf(diagnostics, 'syntax');
    if (problems.length === 0) return { code };
    const words = problems
      .slice(0, PROBLEMS)
      .map(({ line, message }) => `line ${line}: ${shorten(clean(message), LONGEST)}`);
    return { problem: `TypeScript cannot read the file: ${words.join(' ')}` };
  } catch (error) {
    if (error instanceof RangeError)
      return { problem: 'Its expressions are nested too deeply for TypeScript.' };
    throw error;
  }
}
