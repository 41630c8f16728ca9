// Jupyter counts a cursor's place in code points, JavaScript in UTF-16 units: 𝜃 is one of the former, two of the latter.

/** How many code points there are before a unit. */
export function codePointsTo(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}

/** How many units there are before a code point. */
export function unitsTo(text: string, codePoints: number): number {
  if (codePoints >= text.length) return text.length;
  return [...text].slice(0, codePoints).join('').length;
}
