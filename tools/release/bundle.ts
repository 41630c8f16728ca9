// Makes the folder that learners get, and proves that nothing went along that they are to find out.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { beginningOf } from '../grader/beginning';
import { catalog, reflections } from '../grader/catalog';
import { nameOf, pathsOf, ROOT, reflectionPaths } from '../grader/paths';
import { goesAlong, learnerPackage } from './choose';
import { findLeaks, type Leak, type Secret, secretLines } from './scan';

export interface Bundle {
  readonly files: readonly string[];
  readonly leaks: readonly Leak[];
}

/** @throws when the folder is not empty, or the project is no clone */
export function makeBundle(out: string): Bundle {
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new Error(`${out} is not empty: name a new folder with --out.`);
  const chosen = projectFiles().filter(goesAlong);
  const generated = generatedFiles();
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    writeFileSync(join(out, file), text);
  };
  for (const file of chosen) {
    if (generated.has(file)) continue;
    mkdirSync(dirname(join(out, file)), { recursive: true });
    cpSync(join(ROOT, file), join(out, file));
  }
  for (const [file, text] of generated) write(file, text);
  write(
    'package.json',
    learnerPackage(readFileSync(join(ROOT, 'package.json'), 'utf8'), (program) =>
      existsSync(join(out, program)),
    ),
  );
  const files = [...new Set([...chosen, ...generated.keys()])].sort();
  return { files, leaks: leaksIn(out, files) };
}

/** What git knows, as it lies in the folder now. */
function projectFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return list.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** The exercises as they are handed out, whatever was done with them here, and a second time to begin again with. */
function generatedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of catalog) {
    const text = beginningOf(entry);
    if (text === undefined) throw new Error(`The master of ${entry.id} is missing.`);
    files.set(entry.file, text);
    files.set(entry.file.replace(/^exercises/, 'beginnings'), text);
  }
  for (const reflection of reflections)
    files.set(reflection.file, readFileSync(reflectionPaths(reflection).template, 'utf8'));
  files.set('README.md', readFileSync(join(__dirname, 'README.learner.md'), 'utf8'));
  return files;
}

const TEXT = new Set([
  '.ts',
  '.cts',
  '.mts',
  '.js',
  '.cjs',
  '.mjs',
  '.json',
  '.md',
  '.ipynb',
  '.py',
  '.html',
  '.txt',
]);

export function leaksIn(out: string, files: readonly string[]): Leak[] {
  const secrets = allSecrets();
  return files
    .filter((file) => TEXT.has(extname(file)) && file !== 'package-lock.json')
    .flatMap((file) => findLeaks(file, readFileSync(join(out, file), 'utf8'), secrets));
}

/** Every right answer that there is. A planted mistake is one of them with a few words changed. */
function allSecrets(): Secret[] {
  return catalog.flatMap((entry) => {
    const { solution, alternatives } = pathsOf(entry);
    const files = [solution, ...readdirSync(alternatives).map((name) => join(alternatives, name))];
    const handedOut = beginningOf(entry) ?? '';
    return files.flatMap((file) => secretLines(nameOf(file), readFileSync(file, 'utf8'), handedOut));
  });
}
