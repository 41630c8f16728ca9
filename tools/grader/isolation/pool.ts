// Sandboxes that are started before they are needed. Each is used once: what one file has done in it, no other meets.

import { Printed } from '../sandbox/printed';
import { Session } from '../sandbox/session';
import type { Launched } from './launch';

export class Pool {
  readonly #launch: () => Launched;
  readonly #startMs: number;
  readonly #waiting: Promise<Session>[] = [];
  #size = 0;

  constructor(launch: () => Launched, startMs: number) {
    this.#launch = launch;
    this.#startMs = startMs;
  }

  /** Starts the first one. @throws GraderFault when no sandbox starts */
  async try(): Promise<void> {
    const session = await this.#start(this.#startMs);
    this.#waiting.push(Promise.resolve(session));
  }

  /** From now on keeps so many waiting. */
  fill(size: number): void {
    this.#size = size;
    while (this.#waiting.length < size) {
      const starting = this.#start(this.#startMs);
      // Whoever takes it out of the pool hears of it.
      starting.catch(() => {});
      this.#waiting.push(starting);
    }
  }

  /** One that nobody has used. @throws GraderFault */
  async open(printed: Printed, startMs = this.#startMs): Promise<Session> {
    const session = (await this.#takeWaiting()) ?? (await this.#start(startMs));
    session.printTo(printed);
    return session;
  }

  close(): void {
    this.#size = 0;
    for (const starting of this.#waiting.splice(0))
      starting.then((session) => session.end(new Error('closed'))).catch(() => {});
  }

  async #takeWaiting(): Promise<Session | undefined> {
    const starting = this.#waiting.shift();
    this.fill(this.#size);
    const session = await starting?.catch(() => undefined);
    // It may have died while it waited.
    return session?.over ? undefined : session;
  }

  #start(startMs: number): Promise<Session> {
    return Session.start(this.#launch(), new Printed(), startMs);
  }
}
