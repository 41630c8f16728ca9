// From the paths on the command line to a list of submissions, each with a name of its own.

import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { shownPath } from './entry-path';
import { isArchive, isNotebook, nameIn, type Wanted } from './wanted';

export interface Source {
  /** Unique among all, and the name of a file. */
  readonly id: string;
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: 'folder' | 'archive' | 'notebook' | 'file';
}

/** In the order of their ids. @throws when a path is not there or holds no submission */
export function sourcesIn(paths: readonly string[], wanted: Wanted): Source[] {
  const found = new Map(
    paths.flatMap((path) => underPath(resolve(path), wanted)).map((one) => [one.path, one]),
  );
  return withIds([...found.values()]);
}

type Nameless = Omit<Source, 'id'>;

function underPath(named: string, wanted: Wanted): Nameless[] {
  if (!existsSync(named)) throw new Error(`grade: there is no ${named}`);
  // A link on the command line is the instructor's own, and is followed.
  const path = realpathSync(named);
  const alone = statSync(path).isDirectory() ? undefined : fileSource(path, wanted);
  if (alone) return [alone];
  if (!statSync(path).isDirectory())
    throw new Error(
      `grade: ${path} is no submission: expected a folder, a zip, tar or tar.gz archive, a notebook, or a file that is ` +
        'named like an exercise',
    );
  if (isOneLearners(path, wanted)) return [{ name: nameOf(path), path, kind: 'folder' }];
  const inside = readdirSync(path)
    .filter((name) => !name.startsWith('.') && name !== '__MACOSX')
    .sort()
    .flatMap((name) => underClass(join(path, name), wanted));
  if (inside.length === 0)
    throw new Error(
      `grade: ${path} holds no submission: expected files that are named like exercises, or folders, archives or ` +
        'notebooks, one for each learner',
    );
  return inside;
}

/** What lies in the folder of a class: one submission each. A link among them is read as far as saying that it is one. */
function underClass(path: string, wanted: Wanted): Nameless[] {
  const stat = lstatSync(path);
  if (stat.isDirectory() || stat.isSymbolicLink()) return [{ name: nameOf(path), path, kind: 'folder' }];
  const source = stat.isFile() ? fileSource(path, wanted) : undefined;
  return source ? [source] : [];
}

function fileSource(path: string, wanted: Wanted): Nameless | undefined {
  const name = nameOf(path);
  if (isArchive(path)) return { name, path, kind: 'archive' };
  if (isNotebook(path)) return { name, path, kind: 'notebook' };
  return wanted.match(basename(path)) ? { name, path, kind: 'file' } : undefined;
}

/** Whether a folder is one learner's, and not a class of them. */
function isOneLearners(folder: string, wanted: Wanted): boolean {
  const topics = new Set(wanted.wishes.map(({ file }) => nameIn(dirname(file))));
  return readdirSync(folder).some(
    (name) => name === 'exercises' || topics.has(name) || wanted.match(name) !== undefined,
  );
}

/** Without what tells the kind of archive. */
const nameOf = (path: string): string =>
  basename(path).replace(/\.(zip|tar|tgz|tar\.gz|ipynb)$/i, '') || basename(path);

const LONGEST = 100;

/** Letters that some system does not allow in the name of a file become underscores. */
function fileName(name: string): string {
  const safe = shownPath(name.normalize('NFC'))
    .replaceAll(/[\\/:*?"<>|\s]+/g, '_')
    .replace(/^[.-]+/, '_')
    .replace(/[. ]+$/, '');
  return [...safe].slice(0, LONGEST).join('') || 'unnamed';
}

function withIds(sources: readonly Nameless[]): Source[] {
  const count = new Map<string, number>();
  const key = ({ name }: Nameless): string => fileName(name).toLowerCase();
  for (const source of sources) count.set(key(source), (count.get(key(source)) ?? 0) + 1);
  const root = commonFolder(sources.map(({ path }) => path));
  return sources
    .map((source): Source => {
      const id = fileName(source.name);
      if (count.get(key(source)) === 1) return { ...source, id, name: shownPath(source.name) };
      // Of two with one name each gets a part of its own, which does not depend on the order.
      const place = relative(root, source.path).replaceAll('\\', '/');
      const part = createHash('sha256').update(place).digest('hex').slice(0, 8);
      return { ...source, id: `${id}-${part}`, name: shownPath(`${source.name}${extname(source.path)}`) };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '/');
  while (paths.some((path) => relative(folder, path).startsWith('..'))) folder = dirname(folder);
  return folder;
}
