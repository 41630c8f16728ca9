/** Pictures made of coloured rectangles: neighbours of one colour in a row become one, which keeps charts small. */

export interface Cell {
  x: number;
  x2: number;
  y: number;
  y2: number;
}

/**
 * The rectangles of a grid whose cells have a key; a cell whose key is null is left out.
 * @param edgesX the left edge of each column, and the right edge of the last
 * @param edgesY the same for rows
 */
export function mergedCells<K extends string | number>(
  edgesX: readonly number[],
  edgesY: readonly number[],
  key: (row: number, column: number) => K | null,
): (Cell & { key: K })[] {
  const cells: (Cell & { key: K })[] = [];
  for (let row = 0; row + 1 < edgesY.length; row++) {
    let start = 0;
    for (let column = 1; column < edgesX.length; column++) {
      const now = key(row, start);
      if (column + 1 < edgesX.length && key(row, column) === now) continue;
      if (now !== null)
        cells.push({ x: edgesX[start], x2: edgesX[column], y: edgesY[row], y2: edgesY[row + 1], key: now });
      start = column;
    }
  }
  return cells;
}

/** `count` + 1 edges at equal distances. */
export const edges = ([from, to]: readonly [number, number], count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);

/** The middles between neighbouring edges. */
export const middles = (all: readonly number[]): number[] =>
  all.slice(1).map((edge, i) => (edge + all[i]) / 2);
