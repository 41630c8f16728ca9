// Reads an exercise in free text: what was written, and what the learner has ticked. It judges nothing; the instructor
// gets the text with `--json`.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Reflection } from './catalog';
import { nameOf, reflectionPaths } from './paths';
import type { CheckResult, Reflected } from './result';

export function reflect(reflection: Reflection, otherFile?: string): CheckResult {
  const { id, chapter, title } = reflection;
  const file = otherFile === undefined ? reflectionPaths(reflection).mine : resolve(otherFile);
  const frame = {
    ...{ id, chapter, title, file: nameOf(file), seed: 0, points: 0, maxPoints: 0, tests: [], problems: [] },
    ...{ printed: '', hints: [], hintsInAll: 0, durationMs: 0 },
  };
  if (!existsSync(file)) return { ...frame, status: 'not-run', reason: 'The file does not exist.' };
  return { ...frame, status: 'self-assessed', reflected: readText(reflection, readFileSync(file, 'utf8')) };
}

/** What stands in the learner's file. */
export function readText({ leastWords, criteria }: Reflection, markdown: string): Reflected {
  const text = sectionOf(markdown, 'My text');
  const ticked = new Set([...markdown.matchAll(/^[-*] \[[xX]\] (.+?)\s*$/gm)].map(([, line]) => line));
  return {
    text,
    words: text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0,
    leastWords,
    criteria: criteria.map((one) => ({
      text: one.text,
      question: one.question,
      ticked: ticked.has(one.text),
    })),
  };
}

/** What stands below a heading, up to the next one; without what is only there for whoever writes. */
function sectionOf(markdown: string, heading: string): string {
  const [, ...sections] = `\n${markdown.replaceAll('\r\n', '\n')}`.split(/\n## /);
  const section = sections.find((one) => one.split('\n', 1)[0].trim() === heading) ?? '';
  return section
    .slice(heading.length)
    .replaceAll(/<!--.*?-->/gs, '')
    .trim();
}
