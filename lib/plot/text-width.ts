/** How wide text is, where no font can be asked. Vega's own guess, 0.8 of the font's size for each letter, is far too wide. */

/** What Vega says of a text besides its letters. */
export interface TextStyle {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** A longer text is cut. */
  readonly limit?: number;
}

/** In sizes of the font, as in Helvetica and Arial; the first that fits counts. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/\p{M}/u, 0],
  [/[ijl'|]/, 0.22],
  [/[ftrI\s.,:;!/\\()[\]·"-]/, 0.31],
  [/[mMWw@%…—]/, 0.87],
  [/[A-Z&]/, 0.7],
  [/[\u2e80-\uffff]/, 1],
  [/./su, 0.56],
];
/** Other fonts without serifs are wider, up to so much. */
const MARGIN = 1.2;
const BOLD = 1.08;

/** In pixels: about as wide as the widest usual font makes it, but not wider than its limit. */
export function textWidth(
  { fontSize = 11, fontWeight = 'normal', limit = 0 }: TextStyle,
  text: unknown,
): number {
  let width = 0;
  for (const letter of String(text ?? '').trim())
    width += WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 0;
  const heavy = fontWeight === 'bold' || Number(fontWeight) >= 600;
  width *= fontSize * MARGIN * (heavy ? BOLD : 1);
  return limit > 0 ? Math.min(limit, width) : width;
}
