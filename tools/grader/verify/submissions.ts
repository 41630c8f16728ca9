// Every submission that an exercise is proved with: the stub, the solution, other right solutions, the planted mistakes,
// and some that nobody has thought about. All are code in memory; a file is written for the real process only.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CatalogEntry } from '../catalog';
import { type Mutant, mutate } from '../mutants';
import { pathsOf } from '../paths';
import { stubOf } from '../stub';
import { uselessSubmissions } from './useless';

export interface Submission {
  readonly kind: 'stub' | 'solution' | 'alternative' | 'mutant' | 'useless';
  readonly name: string;
  readonly text: string;
  /** Where it stands, or would stand: what it imports is found from there. */
  readonly file: string;
  /** Of a mutant: what the learner must read of. */
  readonly misconception?: string;
}

/** @throws when a file is missing or a mutant does not fit the master */
export function submissionsOf(entry: CatalogEntry): Submission[] {
  const { solution, alternatives, stub } = pathsOf(entry);
  const master = readFileSync(solution, 'utf8');
  const besideMaster = (name: string): string =>
    join(dirname(solution), `${basename(solution, '.ts')}--${name}.ts`);
  const files = existsSync(alternatives) ? readdirSync(alternatives).sort() : [];
  return [
    { kind: 'stub', name: 'the stub', text: stubOf(master, entry.file), file: stub },
    { kind: 'solution', name: 'the solution', text: master, file: solution },
    ...files.map((name): Submission => {
      const file = join(alternatives, name);
      return { kind: 'alternative', name: `alternative ${name}`, text: readFileSync(file, 'utf8'), file };
    }),
    ...mutantsIn(entry).map((mutant, i, all): Submission => {
      const { misconception } = mutant;
      const before = all.slice(0, i).filter((other) => other.misconception === misconception).length;
      const name = before === 0 ? misconception : `${misconception}-${before + 1}`;
      return {
        kind: 'mutant',
        name: `mutant ${name}`,
        text: mutate(master, mutant),
        file: besideMaster(`mutant-${name}`),
        misconception,
      };
    }),
    ...Object.entries(uselessSubmissions(master)).map(
      ([name, text]): Submission => ({ kind: 'useless', name: `'${name}'`, text, file: besideMaster(name) }),
    ),
  ];
}

function mutantsIn(entry: CatalogEntry): readonly Mutant[] {
  const { mutants } = pathsOf(entry);
  return existsSync(mutants) ? (require(mutants) as { default: readonly Mutant[] }).default : [];
}
