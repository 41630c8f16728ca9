// The process that checks a notebook's exercises: the check leaves the notebook's variables alone, and the notebook
// leaves the check alone. It starts with the first check and stays for the next ones.

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { CheckReply, CheckRequest, RequestedCheck } from '../grader/check-messages';
import type { CheckResult } from '../grader/result';

const ROOT = join(__dirname, '..', '..');
const LAST_WORDS = 2000;

interface Waiting {
  resolve(result: CheckResult): void;
  reject(error: Error): void;
}

let server: Server | undefined;

/** @throws when the checker itself fails, with its last words */
export function checkElsewhere(id: string, options: RequestedCheck): Promise<CheckResult> {
  if (!server?.alive) server = new Server();
  return server.check(id, options);
}

/** Of the process that checks, while there is one. */
export const checkProcessId = (): number | undefined => (server?.alive ? server.pid : undefined);

class Server {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #lastWords = '';
  alive = true;

  constructor() {
    this.#child = fork(join(ROOT, 'tools', 'grader', 'check-server.ts'), {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
      execArgv: ['--require', join(ROOT, 'lib', 'typescript.cjs')],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    this.#child.on('message', (reply: CheckReply) => this.#receive(reply));
    this.#child.on('error', (error) => this.#end(error.message));
    this.#child.on('exit', (code, signal) => this.#end(`it ended with ${signal ?? `exit code ${code}`}`));
    this.#keepAlive(false);
  }

  check(id: string, options: RequestedCheck): Promise<CheckResult> {
    const number = ++this.#number;
    this.#keepAlive(true);
    const request: CheckRequest = { number, id, options };
    return new Promise<CheckResult>((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#child.send(request, (error) => error && this.#end(error.message));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  #receive(reply: CheckReply): void {
    const waiting = this.#waiting.get(reply.number);
    this.#waiting.delete(reply.number);
    if (this.#waiting.size === 0) this.#keepAlive(false);
    if ('result' in reply) waiting?.resolve(reply.result);
    else waiting?.reject(new Error(reply.error));
  }

  #end(reason: string): void {
    this.alive = false;
    for (const { reject } of this.#waiting.values()) reject(new Error(this.#lastWords.trim() || reason));
    this.#waiting.clear();
  }

  /** A notebook without an open check may end, and takes the process with it. */
  #keepAlive(on: boolean): void {
    const name = on ? 'ref' : 'unref';
    this.#child[name]();
    this.#child.channel?.[name]();
    (this.#child.stderr as unknown as { ref(): void; unref(): void } | null)?.[name]();
  }
}
