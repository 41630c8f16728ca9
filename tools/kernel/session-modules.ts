// What cells import: files beside the notebook, packages, Node's own modules. Files that changed on disk are loaded
// again at the next cell, and so is every file that depends on them.

import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RUNTIME } from './cell-runtime';

type Namespace = Record<string, unknown>;

const KERNEL = __dirname;
/** What the kernel itself has in place of a package. */
const OWN: Record<string, string> = { tslab: join(KERNEL, 'display-api.ts') };

export class Modules {
  private readonly fromNotebook: NodeJS.Require;
  private readonly fromCourse = createRequire(__filename);
  private readonly changedAt = new Map<string, number>();
  private readonly namespaces = new WeakMap<object, Namespace>();

  /**
   * @param stop not 0 if the cell is to stop
   * @param look throws if the cell is to stop
   * @param onLoad is called when something has been loaded
   */
  constructor(
    private readonly folder: string,
    private readonly stop: Int32Array,
    private readonly look: () => void,
    private readonly onLoad: () => void,
  ) {
    this.fromNotebook = createRequire(join(folder, 'notebook.js'));
  }

  /** Gives cells `require`, `__dirname` and what their imports are made into. */
  install(): void {
    const file = join(this.folder, 'notebook.ts');
    const own = {
      stop: this.stop,
      look: this.look,
      load: (name: string) => this.load(name),
      require: (name: string) => this.require(name),
      import: (name: unknown) => this.importLater(String(name)),
      meta: { url: pathToFileURL(file).href, filename: file, dirname: this.folder },
    };
    const required = Object.assign((name: string) => this.require(name), {
      resolve: (name: string) => this.resolve(name),
      cache: require.cache,
    });
    const globals = { [RUNTIME]: own, require: required, __dirname: this.folder, __filename: file };
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, {
        value,
        configurable: true,
        writable: true,
        enumerable: false,
      });
    }
  }

  /** Forgets the files that changed, and those that depend on them. */
  forgetChanged(): void {
    const stale = new Set<string>();
    for (const file of Object.keys(require.cache)) {
      if (/[\\/]node_modules[\\/]/.test(file) || file.startsWith(KERNEL)) continue;
      const changedAt = existsSync(file) ? statSync(file).mtimeMs : -1;
      const known = this.changedAt.get(file);
      if (known !== undefined && known !== changedAt) stale.add(file);
      this.changedAt.set(file, changedAt);
    }
    if (stale.size === 0) return;
    for (let grown = true; grown; ) {
      grown = false;
      for (const [file, module] of Object.entries(require.cache)) {
        if (stale.has(file) || file.startsWith(KERNEL)) continue;
        if (module?.children.some(({ filename }) => stale.has(filename))) {
          stale.add(file);
          grown = true;
        }
      }
    }
    for (const file of stale) {
      delete require.cache[file];
      this.changedAt.delete(file);
    }
  }

  /** The exports of a module, as `import` sees them. */
  private load(name: string): Namespace {
    const exports = this.require(name) as Namespace;
    if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) {
      return { default: exports };
    }
    if (exports.__esModule || isNamespace(exports)) return exports;
    const known = this.namespaces.get(exports);
    if (known) return known;
    const namespace: Namespace = { default: exports };
    for (const key of Object.keys(exports)) {
      if (key === 'default') continue;
      Object.defineProperty(namespace, key, { enumerable: true, get: () => exports[key] });
    }
    this.namespaces.set(exports, namespace);
    return namespace;
  }

  private require(name: string): unknown {
    const file = this.resolve(name);
    const exports = this.fromNotebook(file) as unknown;
    if (require.cache[file]) this.noteAge(file);
    this.onLoad();
    return exports;
  }

  private async importLater(name: string): Promise<unknown> {
    try {
      return this.load(name);
    } catch (error) {
      // An ES module that waits for something while it loads.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
      return import(pathToFileURL(this.resolve(name)).href);
    }
  }

  private resolve(name: string): string {
    const own = OWN[name];
    if (own) return own;
    try {
      return this.fromNotebook.resolve(name);
    } catch (error) {
      if (name.startsWith('.') || name.startsWith('/')) {
        // TypeScript's custom: a file.ts may be imported as './file.js'.
        const source = resolve(this.folder, name).replace(/\.js$/, '.ts');
        if (source.endsWith('.ts') && existsSync(source)) return source;
        throw error;
      }
      // A notebook outside of the course's folder still finds the course.
      try {
        return this.fromCourse.resolve(name);
      } catch {
        throw error;
      }
    }
  }

  /** Notes the age of a file at the moment when it is loaded, not at the next cell. */
  private noteAge(file: string): void {
    const pending = [file];
    while (pending.length > 0) {
      const next = pending.pop() as string;
      if (this.changedAt.has(next) || /[\\/]node_modules[\\/]/.test(next)) continue;
      this.changedAt.set(next, existsSync(next) ? statSync(next).mtimeMs : -1);
      for (const { filename } of require.cache[next]?.children ?? []) if (filename) pending.push(filename);
    }
  }
}

function isNamespace(exports: object): boolean {
  return Object.prototype.toString.call(exports) === '[object Module]';
}
