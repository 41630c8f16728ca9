// Writes the learner's stubs anew from the masters: npx ts-node tools/grader/generate.ts [ID…]
// Without ids it writes all of them. A learner's work in exercises/ is overwritten, so commit or copy it first.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { catalog, exerciseOf } from './catalog';
import { pathsOf } from './paths';
import { stubOf } from './stub';

const ids = process.argv.slice(2);
for (const entry of ids.length > 0 ? ids.map(exerciseOf) : catalog) {
  const { stub, solution } = pathsOf(entry);
  mkdirSync(dirname(stub), { recursive: true });
  writeFileSync(stub, stubOf(readFileSync(solution, 'utf8'), entry.file));
  console.log(`written: ${entry.file}`);
}
