// The steps of `npm test`, in order: what is quick and says most comes first.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageProgram, programArgs, ROOT, runNode } from './command';
import { installNode, type NodeRelease, otherNodes } from './nodes';
import { type Count, runVitest } from './vitest';

export interface Step {
  name: string;
  title: string;
  run: () => Promise<Count>;
}

const notebooks = programArgs('tools', 'notebooks', 'main.ts');

export const steps: Step[] = [
  single('lint', 'Formatting and lint (biome)', () =>
    runNode([packageProgram('@biomejs/biome', 'bin/biome'), 'check', '.']),
  ),
  single('types', 'Types (tsc)', () => runNode([packageProgram('typescript', 'bin/tsc'), '--noEmit'])),
  single('notebooks', "The notebooks' normal form and types", () => runNode([...notebooks, 'check'])),
  { name: 'lib', title: 'The library', run: () => runVitest('lib', 'lib') },
  {
    name: 'reference',
    title: 'The library on the reference backend',
    run: () => runVitest('lib', 'reference', { env: { BACKPROP_BACKEND: 'reference' } }),
  },
  { name: 'tools', title: 'Tools, grader and exercises', run: () => runVitest('tools', 'tools') },
  {
    name: 'attacks',
    title: 'Hostile submissions, in every sandbox there is',
    run: () => runVitest('attacks', 'attacks'),
  },
  { name: 'kernel', title: 'The TypeScript kernel', run: () => runVitest('kernel', 'kernel') },
  {
    name: 'jupyter',
    title: 'The notebooks through Jupyter, on our kernel and on stock tslab',
    run: () => onJupyter('jupyter'),
  },
  { name: 'browser', title: 'JupyterLab in a browser', run: () => onJupyter('browser') },
  ...otherNodes().map(({ line, release }) => ({
    name: `node-${line}`,
    title: `The library and a notebook on Node ${release?.version ?? line}`,
    run: () => onNode(line, release),
  })),
];

/** All steps, or those whose name is or begins with one of the words. */
export function chooseSteps(all: Step[], words: string[]): Step[] {
  for (const word of words) {
    if (!all.some(({ name }) => name.startsWith(word))) {
      throw new Error(`No step is named ${word}; the steps are ${all.map(({ name }) => name).join(', ')}.`);
    }
  }
  return words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.startsWith(word)));
}

export const PASSED: Count = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Count = { passed: 0, failed: 1, skipped: 0 };

/** A step that counts as one test. */
function single(name: string, title: string, run: () => Promise<boolean>): Step {
  return { name, title, run: async () => ((await run()) ? PASSED : FAILED) };
}

async function onJupyter(project: string): Promise<Count> {
  // Once before the tests, whose time limits are not made for a download.
  const { ensureEnvironment } = require('../setup/environment') as typeof import('../setup/environment');
  await ensureEnvironment();
  return runVitest(project, project);
}

async function onNode(line: number, release: NodeRelease | undefined): Promise<Count> {
  if (!release) {
    console.log(`Skipped: there is no package of Node ${line} for ${process.platform}-${process.arch}.`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const node = installNode(release, join(ROOT, '.cache', 'nodes'));
  const count = await runVitest('lib', `node-${line}`, { node });
  const notebook = firstNotebook();
  if (!notebook) return count;
  const out = join('out', 'test', `node-${line}`);
  const ok = await runNode([...notebooks, 'run', notebook, '--out', out], { node });
  return add(count, ok ? PASSED : FAILED);
}

export function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

function firstNotebook(): string | undefined {
  const folder = join(ROOT, 'notebooks');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const name = names.find((candidate) => /^01-.*\.ipynb$/.test(candidate));
  return name && join('notebooks', name);
}
