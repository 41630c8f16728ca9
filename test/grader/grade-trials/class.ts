// A class of learners for trials of the grader: right and wrong solutions of one small exercise, no two files the same.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mutate } from '../../../tools/grader/mutants';
import { ROOT } from '../../../tools/grader/paths';
import mutants from '../../mutants/01-scalars/chain-rule';

export const EXERCISE = 'chain-rule';
const FILE = '01-scalars/chain-rule.ts';

/** @returns the ids of the submissions, in their order */
export function makeClass(folder: string, learners: number): string[] {
  const master = readFileSync(join(ROOT, 'solutions', FILE), 'utf8');
  return Array.from({ length: learners }, (_, i) => {
    const id = `learner-${String(i).padStart(4, '0')}`;
    const text = i % 2 === 0 ? master : mutate(master, mutants[i % mutants.length]);
    const file = join(folder, id, 'exercises', FILE);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n// ${id}\n`);
    return id;
  });
}
