// Free text of a submission: kept, counted, and left to people to judge.

import type { Reflection } from '../catalog';
import { readText } from '../reflect';
import { clean } from '../text';
import type { SubmittedFile } from './intake/collector';
import type { TextRecord } from './record';

const HEADING = '## My text';

export function textRecord(reflection: Reflection, file: SubmittedFile | undefined): TextRecord {
  const { id, chapter, title } = reflection;
  const { text, words, leastWords, criteria } = readText(reflection, file ? markdownOf(file) : '');
  const status = words === 0 ? 'missing' : words < leastWords ? 'short' : 'submitted';
  return {
    ...{ id, chapter, title, status, words, leastWords, text: clean(text) },
    criteria: criteria.map(({ text: criterion, ticked }) => ({ text: criterion, ticked })),
  };
}

/** The cells of a notebook are the text itself, unless they keep the form of the file. */
function markdownOf({ text, fromNotebook }: SubmittedFile): string {
  return fromNotebook && !text.includes(HEADING) ? `${HEADING}\n\n${text}` : text;
}
