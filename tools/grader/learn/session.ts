// The learner's way through the course: the current exercise, a check at every save, and the commands in between.

import { copyFileSync, existsSync, mkdirSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beginningOf } from '../beginning';
import { exerciseOf } from '../catalog';
import type { Checker } from '../checker';
import { exerciseList, type ListedExercise } from '../list';
import { pathsOf } from '../paths';
import { PROGRESS_FILE } from '../progress';
import type { CheckResult } from '../result';
import type { Command } from './commands';
import type { Screen } from './screen';

/** Looking at the file's time works on every file system, and with editors that write a new file in place of the old. */
const LOOK_MS = 150;

export interface LearnOptions {
  readonly checker: Checker;
  readonly show: (screen: Screen) => void;
  /** Where to begin; otherwise at the first exercise that is not done. */
  readonly id?: string;
  readonly progressFile?: string;
}

export class LearnSession {
  readonly #options: LearnOptions;
  #id: string;
  #result: CheckResult | undefined;
  /** Checks and commands, one after the other. */
  #last: Promise<void> = Promise.resolve();
  #changes = 0;
  #resetAsked = false;
  readonly #saved = (): void => void this.#enqueue(() => this.#checkNewest(++this.#changes));

  constructor(options: LearnOptions) {
    this.#options = options;
    const exercises = exerciseList(options.progressFile);
    const open = exercises.find(({ state }) => state !== 'done') ?? exercises[0];
    this.#id = options.id === undefined ? open.id : exerciseOf(options.id).id;
  }

  /** Shows the first exercise and begins to look after its file. */
  start(): Promise<void> {
    return this.#enqueue(() => this.#enter(this.#id));
  }

  /** @returns when it is done */
  do(command: Exclude<Command, 'quit'>): Promise<void> {
    return this.#enqueue(async () => {
      const resetAsked = this.#resetAsked;
      this.#resetAsked = false;
      switch (command) {
        case 'check':
          return this.#check();
        case 'hint':
          return this.#check(true);
        case 'list':
          return this.#show({ list: true });
        case 'reset':
          return this.#reset(resetAsked);
        case 'next':
          return this.#enter(this.#neighbour(1));
        case 'back':
          return this.#enter(this.#neighbour(-1));
      }
    });
  }

  async close(): Promise<void> {
    unwatchFile(this.#file, this.#saved);
    await this.#last;
    await this.#options.checker.close();
  }

  get #file(): string {
    return pathsOf(exerciseOf(this.#id)).stub;
  }

  #enqueue(action: () => Promise<void> | void): Promise<void> {
    this.#last = this.#last.then(action);
    return this.#last;
  }

  #show(more: Partial<Screen> = {}): void {
    const exercises = exerciseList(this.#options.progressFile);
    const current = exercises.find(({ id }) => id === this.#id) as ListedExercise;
    this.#options.show({ exercises, current, ...(this.#result && { result: this.#result }), ...more });
  }

  async #enter(id: string): Promise<void> {
    unwatchFile(this.#file, this.#saved);
    this.#id = id;
    this.#result = undefined;
    watchFile(this.#file, { interval: LOOK_MS }, this.#saved);
    this.#show();
    await this.#options.checker.prepare(id);
  }

  /** Whoever saves three times in a second wants to know about the third. */
  async #checkNewest(change: number): Promise<void> {
    if (change === this.#changes) await this.#check();
  }

  async #check(hint = false): Promise<void> {
    const { checker, progressFile } = this.#options;
    this.#show({ checking: true });
    this.#result = await checker.check(this.#id, {
      hint,
      ...(progressFile !== undefined && { progressFile }),
    });
    this.#show();
    await checker.prepare(this.#id);
  }

  /** The next or previous one in the course, or the same at its ends. */
  #neighbour(step: 1 | -1): string {
    const ids = exerciseList().map(({ id }) => id);
    return ids[ids.indexOf(this.#id) + step] ?? this.#id;
  }

  async #reset(confirmed: boolean): Promise<void> {
    const entry = exerciseOf(this.#id);
    const beginning = beginningOf(entry);
    if (beginning === undefined)
      return this.#show({ note: 'The beginning of this file is not at hand here.' });
    const copy = join(dirname(this.#options.progressFile ?? PROGRESS_FILE), 'before-reset', `${this.#id}.ts`);
    if (!confirmed) {
      this.#resetAsked = true;
      const note = `This puts ${entry.file} back to its beginning. Your work is kept in ${copy}. Say reset once more to do it.`;
      return this.#show({ note });
    }
    if (existsSync(this.#file)) {
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(this.#file, copy);
    }
    writeFileSync(this.#file, beginning);
    this.#result = undefined;
    this.#show({ note: `${entry.file} is as at the beginning. Your work is in ${copy}.` });
  }
}
