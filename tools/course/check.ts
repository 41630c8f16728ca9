// check('<id>') in a notebook: the same check as `npm run check -- <id>`, with a rich result.

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { findExercise, findReflection, unknownExercise } from '../grader/catalog';
import type { RequestedCheck } from '../grader/check-messages';
import { reportText } from '../grader/report';
import { checkHtml } from './check-html';
import { checkElsewhere } from './check-process';
import { type Bundle, present } from './display';
import { html } from './html';

export type { RequestedCheck as NotebookCheckOptions } from '../grader/check-messages';

/** Checks an exercise and shows the result. What fails in the exercise is a result too, never an error. */
export async function check(id: string, options: RequestedCheck = {}): Promise<void> {
  if (!findExercise(String(id)) && !findReflection(String(id))) {
    present(lines([unknownExercise(String(id))]));
    return;
  }
  const place = randomUUID();
  present(lines([`Checking ${id} …`]), place);
  present(await resultOf(id, options), place, true);
}

async function resultOf(id: string, { file, ...options }: RequestedCheck): Promise<Bundle> {
  try {
    const where = file === undefined ? {} : { file: resolve(file) };
    const result = await checkElsewhere(id, { ...options, ...where });
    return { 'text/html': checkHtml(result), 'text/plain': reportText(result, 'notebook') };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return lines(['The checker itself failed, this is not your fault:', reason]);
  }
}

function lines(texts: readonly string[]): Bundle {
  const paragraphs = texts.map((text) => html`<p style="white-space: pre-wrap">${text}</p>`.text);
  return { 'text/html': paragraphs.join('\n'), 'text/plain': texts.join('\n') };
}
