/** Colours, shapes and dashes for groups: never by colour alone. */
import { palette } from './chart';

/** In the order in which they are used. Yellow is left out: thin lines of it cannot be seen on white. */
const COLOURS = [
  palette.blue,
  palette.vermilion,
  palette.green,
  palette.orange,
  palette.purple,
  palette.sky,
  palette.black,
];
// Their numbers have no common factor with that of the colours, so that 42 groups get different pairs.
const SHAPES = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down'];
const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 3],
  [3, 5],
];

export const colourOf = (i: number): string => COLOURS[i % COLOURS.length];

/** A `color` channel and its companions for the groups of a field. */
export function groupScales(names: readonly (string | number)[]): {
  color: { domain: readonly (string | number)[]; range: string[] };
  shape: { domain: readonly (string | number)[]; range: string[] };
  dash: { domain: readonly (string | number)[]; range: number[][] };
} {
  return {
    color: { domain: names, range: names.map((_, i) => colourOf(i)) },
    shape: { domain: names, range: names.map((_, i) => SHAPES[i % SHAPES.length]) },
    dash: { domain: names, range: names.map((_, i) => DASHES[i % DASHES.length]) },
  };
}

/** The names in the order in which they come, each once. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Three digits: for descriptions and labels. */
export const round = (value: number): string => String(Number(value.toPrecision(3)));

/** A mix of two colours of the form #rrggbb: share 0 is the first, 1 the second. */
export function mix(from: string, to: string, share: number): string {
  const channel = (colour: string, i: number): number =>
    Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const parts = [0, 1, 2].map((i) => Math.round(channel(from, i) * (1 - share) + channel(to, i) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

const WHITE = '#ffffff';

// Mixed as red, green and blue: Vega's own way would go through other hues.
/** From white to blue: for amounts from 0 to 1. */
export const sequential = { domain: [0, 1], range: [WHITE, palette.blue], interpolate: 'rgb' };
/** Vermilion below 0, white there, blue above: for signed numbers. */
export const diverging = (largest: number) => ({
  domain: [-largest, 0, largest],
  range: [palette.vermilion, WHITE, palette.blue],
  interpolate: 'rgb',
});
