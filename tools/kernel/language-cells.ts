// The files that TypeScript sees in place of a notebook: each cell is a module of its own, which begins with an
// invisible line that brings in what the cells before it declared.

import { join } from 'node:path';
import { type Declared, declaredNames, parse } from './cell-syntax';

export interface ShownCell {
  /** How long the invisible beginning is. */
  prefix: number;
  declared: Declared[];
  /** The cells that it refers to. */
  needs: ReadonlySet<number>;
}

interface Origin {
  slot: number;
  variable: boolean;
}

/** So many cells may declare something before there have to be more files. */
const SLOTS = 64;
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/**
 * TypeScript starts over, which takes longer than all the rest, when a program gets another file or another import.
 * So there are files for later cells from the beginning, and each cell reaches those before it through one module,
 * which brings them all together: between two cells nothing but one file's text changes.
 */
export class CellFiles {
  /** The module that brings all cells together. */
  readonly root: string;
  private readonly names = new Map<string, Origin>();
  private readonly texts = new Map<string, string>();
  private readonly needs: ReadonlySet<number>[] = [];
  private slots = 0;
  private slot = 0;

  constructor(private readonly folder: string) {
    this.root = join(folder, '__notebook.ts');
    this.grow();
  }

  /** The file whose text is the present cell's. */
  get current(): string {
    return this.file(this.slot);
  }

  textOf(file: string): string | undefined {
    return this.texts.get(file);
  }

  /**
   * Makes a cell the present one.
   * @param whole whether it may turn out to use names that it does not contain yet
   */
  show(source: string, whole = false): ShownCell {
    const declared = declaredNames(parse(source));
    const own = new Set(declared.map(({ name }) => name));
    const words = new Set(source.match(WORD));
    const needs = new Set<number>();
    const before = ["import * as __notebook from './__notebook';"];
    for (const [name, { slot, variable }] of this.names) {
      if (own.has(name) || !(whole || words.has(name))) continue;
      needs.add(slot);
      const origin = `__notebook.c${slot}.${name};`;
      // What is imported could not be assigned to.
      before.push(variable ? `declare let ${name}: typeof ${origin}` : `import ${name} = ${origin}`);
    }
    const prefix = `${before.join(' ')}\n`;
    const exported = declared.filter(({ exported }) => !exported).map(({ name }) => name);
    this.texts.set(this.current, `${prefix}${source}\n;export { ${exported.join(', ')} };\n`);
    return { prefix: prefix.length, declared, needs };
  }

  /** Later cells see what the present one declares. */
  keep({ declared, needs }: ShownCell): void {
    if (declared.length === 0) return;
    this.needs[this.slot] = needs;
    for (const { name, variable } of declared) this.names.set(name, { slot: this.slot, variable });
    this.slot = this.firstFree();
    if (this.slot === this.slots) this.grow();
  }

  /** Begins another notebook. */
  clear(): void {
    this.names.clear();
    this.slot = 0;
  }

  /** A cell whose names others have taken since, and which no other needs, gives its file away. */
  private firstFree(): number {
    const used = new Set([...this.names.values()].map(({ slot }) => slot));
    for (const slot of used) for (const needed of this.needs[slot] ?? []) used.add(needed);
    let free = 0;
    while (used.has(free)) free++;
    return free;
  }

  private grow(): void {
    const from = this.slots;
    this.slots += SLOTS;
    for (let slot = from; slot < this.slots; slot++) {
      this.texts.set(this.file(slot), "import * as __notebook from './__notebook';\nexport {};\n");
    }
    const all = Array.from(
      { length: this.slots },
      (_, slot) => `export * as c${slot} from './__cell_${slot}';`,
    );
    this.texts.set(this.root, `${all.join('\n')}\n`);
  }

  private file(slot: number): string {
    return join(this.folder, `__cell_${slot}.ts`);
  }
}
