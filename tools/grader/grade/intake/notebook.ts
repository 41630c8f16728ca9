// Solutions in a notebook: the cells that say to which exercise they belong, by a tag `exercise:chain-rule` or by the
// metadata `"exercise": "chain-rule"`. Outputs are not looked at.

import { IntakeRefusal } from './refusal';

const TAG = 'exercise:';

/** The text of the cells of each exercise, in their order. @throws IntakeRefusal when it is no notebook */
export function cellsByExercise(json: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const cell of cellsOf(json)) {
    const { metadata, source } = cell as { metadata?: unknown; source?: unknown };
    const text = Array.isArray(source) ? source.map(String).join('') : String(source ?? '');
    for (const id of idsIn(metadata)) {
      const before = texts.get(id);
      texts.set(id, before === undefined ? text : `${before}\n\n${text}`);
    }
  }
  return texts;
}

function cellsOf(json: string): object[] {
  let notebook: unknown;
  try {
    notebook = JSON.parse(json);
  } catch {
    throw new IntakeRefusal('broken-notebook', 'It is no JSON; it was not read.');
  }
  const cells = (notebook as { cells?: unknown } | null)?.cells;
  if (!Array.isArray(cells))
    throw new IntakeRefusal('broken-notebook', 'It has no list of cells; it was not read.');
  return cells.filter((cell) => typeof cell === 'object' && cell !== null);
}

function idsIn(metadata: unknown): string[] {
  if (typeof metadata !== 'object' || metadata === null) return [];
  const { tags, exercise } = metadata as { tags?: unknown; exercise?: unknown };
  const tagged = (Array.isArray(tags) ? tags : []).filter(
    (tag): tag is string => typeof tag === 'string' && tag.startsWith(TAG),
  );
  const ids = tagged.map((tag) => tag.slice(TAG.length).trim());
  return [...new Set(typeof exercise === 'string' ? [...ids, exercise] : ids)];
}
