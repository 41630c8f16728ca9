// Plausible wrong solutions: the master with one mistake planted in it, as edits of its text.

import type { CatalogEntry, MisconceptionId } from './catalog';

export interface Edit {
  /** Occurs exactly once in the master. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant<Id extends string = string> {
  /** What the learner must then read of: an id of the catalog. */
  readonly misconception: Id;
  readonly edits: readonly Edit[];
}

/** Ties the mutants to the catalog: a misconception that is not listed there does not compile. */
export const mutantsOf = <Entry extends CatalogEntry>(
  _entry: Entry,
  mutants: readonly Mutant<MisconceptionId<Entry>>[],
): readonly Mutant[] => mutants;

/** @throws when a text to find is not there, or there more than once */
export function mutate(master: string, { misconception, edits }: Mutant): string {
  return edits.reduce((text, { find, replace }) => {
    const parts = text.split(find);
    if (find === '' || parts.length !== 2) {
      const times =
        find === '' ? 'is empty' : `occurs ${parts.length - 1} times in the master, expected once`;
      throw new Error(`mutant ${misconception}: the text to find ${times}: ${JSON.stringify(find)}`);
    }
    return parts.join(replace);
  }, master);
}
