// Which files of a submission count, by their names, and which of two is the better one.

import type { Assignment } from '../assignment';

export interface Wish {
  readonly id: string;
  /** From the learner's folder: exercises/01-scalars/chain-rule.ts. */
  readonly file: string;
}

export interface Match {
  readonly id: string;
  /** The smaller, the surer. */
  readonly rank: number;
}

/** Folders in which files with the names of exercises lie that are nobody's answer. */
const ELSEWHERE = new Set(['solutions', 'test', 'tests']);
/** Folders that nobody hands in on purpose. */
const SKIPPED = new Set(['node_modules', '__MACOSX']);
/** Files that other graders obey. */
const SETTINGS = /^(package(-lock)?\.json|tsconfig.*\.json|vite(st)?\.config\..*|\.npmrc|\.env.*)$/;

export const isSkipped = (path: string): boolean =>
  path.split('/').some((part) => SKIPPED.has(part) || part.startsWith('.'));

export const isSetting = (path: string): boolean =>
  path.split('/').some((part) => SETTINGS.test(part) || part === 'node_modules');

export const isNotebook = (path: string): boolean => path.toLowerCase().endsWith('.ipynb');

export const isArchive = (path: string): boolean => /\.(zip|tar|tgz|tar\.gz)$/i.test(path);

export class Wanted {
  readonly wishes: readonly Wish[];
  readonly #byName: ReadonlyMap<string, Wish>;

  constructor({ exercises, texts }: Assignment) {
    this.wishes = [...exercises.map(({ entry }) => entry), ...texts];
    this.#byName = new Map(this.wishes.map((wish) => [nameIn(wish.file).toLowerCase(), wish]));
  }

  has(id: string): boolean {
    return this.wishes.some((wish) => wish.id === id);
  }

  match(path: string): Match | undefined {
    const name = nameIn(path);
    const wish = this.#byName.get(name.toLowerCase());
    if (!wish) return undefined;
    const place = wish.file.slice('exercises/'.length);
    const endsWith = (end: string): boolean => `/${path}`.endsWith(`/${end}`);
    let rank = endsWith(wish.file) ? 0 : endsWith(place) ? 1 : 2;
    if (name !== nameIn(wish.file)) rank += 3;
    if (path.split('/').some((part) => ELSEWHERE.has(part))) rank += 6;
    return { id: wish.id, rank };
  }
}

export const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
