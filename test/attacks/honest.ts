// The right submission: whoever comes after an attack gets all points for it.

export const doubled = (list: readonly number[]): number[] => list.map((x) => 2 * x);
export const total = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0);
export const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
