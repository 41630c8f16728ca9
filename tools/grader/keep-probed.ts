// What the inputs of the course's tests can bring to light, kept in .cache/probed from one process to the next. It is the
// same until the tests, the grader or the library change; then it is found out anew.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { GradedExercise } from './graded';
import { filesIn, graderFiles, hashOf, isInside, sha256 } from './hash-files';
import { ROOT } from './paths';
import type { ProbeMemory } from './telling';

/** In the project, wherever a submission or a learner's exercises lie: no learner's file has a say in it. */
const KEPT = join(ROOT, '.cache', 'probed');
const COURSE = join(ROOT, 'test', 'exercises');

/**
 * The tests of a course's exercise remember what they find out. An instructor's own tests do not: they may import anything.
 * @param grade the module of the exercise
 */
export function keepProbed({ probed }: Pick<GradedExercise, 'probed'>, grade: string, folder = KEPT): void {
  if (!isInside(COURSE, grade) || probed.every(({ memory }) => memory)) return;
  const key = keyOf(grade);
  const name = sha256(relative(ROOT, grade).replaceAll('\\', '/')).slice(0, 16);
  for (const [i, test] of probed.entries()) test.memory ??= fileMemory(join(folder, `${name}-${i}`), key);
}

/** Begins with a checksum: what is damaged, or belongs to other files, is as if it were not there. */
export function fileMemory(file: string, key: string): ProbeMemory {
  const mark = (text: string): string => `${sha256(`${key}\n${text}`)}\n`;
  return {
    read() {
      try {
        const kept = readFileSync(file, 'utf8');
        const text = kept.slice(kept.indexOf('\n') + 1);
        return kept === mark(text) + text ? (JSON.parse(text) as string[]) : undefined;
      } catch {
        return undefined;
      }
    },
    write(shown) {
      const text = JSON.stringify(shown);
      // Under its name only when it is whole: others may read it at the same time.
      const unfinished = `${file}.${process.pid}-${threadId}`;
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(unfinished, mark(text) + text);
        renameSync(unfinished, file);
      } catch {
        // A folder that cannot be written only makes it slower.
      }
    },
  };
}

/** All that the inputs of an exercise, and the answers of its models, are made by. */
export const sourcesOf = (grade: string): string[] => [...commonSources(), ...filesIn(dirname(grade))];

const commonSources = (): string[] =>
  [...graderFiles(), ...filesIn(join(ROOT, 'lib'))].filter((file) => /\.(?:ts|json|wasm)$/.test(file));

let common: string | undefined;

function keyOf(grade: string): string {
  const { version, platform, arch, env } = process;
  common ??= [version, platform, arch, env.BACKPROP_BACKEND, hashOf(commonSources(), ROOT)].join('\n');
  return sha256(`${common}\n${hashOf(filesIn(dirname(grade)), ROOT)}`);
}
