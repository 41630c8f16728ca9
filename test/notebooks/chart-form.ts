// What every chart of a notebook must have: a title, words in the place of the picture, titles on its axes, a static
// picture beside the interactive one, and colours that can be told apart, also by colour-blind readers.

import {
  type Color,
  differenceEuclidean,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  parse,
  wcagContrast,
} from 'culori';
import { executableCells, type Notebook } from '../../tools/notebooks/notebook';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';
/** Of two colours in CIELAB: about 2 is what people just notice. */
const LEAST_DISTANCE = 12;
/** To white paper. The palette's lightest colours (orange, sky) are used for thick lines and areas. */
const LEAST_CONTRAST = 1.9;
const LEAST_DESCRIPTION = 25;

type Json = { readonly [key: string]: unknown };

/** What is wrong with the charts of an executed notebook, with the cells' ids. */
export function chartFaults(notebook: Notebook): string[] {
  const faults: string[] = [];
  for (const { index, cell } of executableCells(notebook)) {
    for (const output of cell.outputs) {
      if (!('data' in output) || !(VEGA_LITE in output.data)) continue;
      const chart = output.data[VEGA_LITE] as unknown as Json;
      const found = [...frameFaults(chart, output.data), ...axisFaults(chart), ...colourFaults(chart)];
      faults.push(...found.map((fault) => `${cell.id ?? index}: ${fault}`));
    }
  }
  return [...new Set(faults)];
}

function frameFaults({ title, description }: Json, bundle: Json): string[] {
  const text = isObject(title) ? title.text : title;
  return [
    ...(typeof text === 'string' && text.length > 0 ? [] : ['no title']),
    ...(typeof description === 'string' && description.length >= LEAST_DESCRIPTION
      ? []
      : ['no description, or hardly one']),
    ...(/^<svg[\s\S]*<\/svg>\s*$/.test(textOf(bundle['image/svg+xml'])) ? [] : ['no static picture']),
    ...(textOf(bundle['text/plain']).length > 0 ? [] : ['no text']),
  ];
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join('') : String(value ?? ''));

/** In each view, one of the layers has to name each axis that is drawn. */
function axisFaults(view: Json, above: Json = {}): string[] {
  const encoding = { ...above, ...objectAt(view, 'encoding') };
  const inner = ['hconcat', 'vconcat', 'concat'].flatMap((name) => (view[name] as Json[] | undefined) ?? []);
  if (isObject(view.spec)) inner.push(view.spec);
  if (inner.length > 0) return inner.flatMap((part) => axisFaults(part, encoding));
  const encodings = encodingsOf(view, encoding);
  return ['x', 'y'].flatMap((channel) => {
    const channels = encodings.map((one) => one[channel]).filter(isObject);
    const drawn = channels.filter((one) => one.axis !== null && ('field' in one || 'aggregate' in one));
    if (drawn.length === 0) return [];
    const titled = channels.some(
      (one) => hasTitle(one) || (isObject(one.axis) && (hasTitle(one.axis) || one.axis.labels === false)),
    );
    return titled ? [] : [`the ${channel} axis has no title`];
  });
}

function encodingsOf(view: Json, encoding: Json): Json[] {
  const layers = (view.layer as Json[] | undefined) ?? [];
  if (layers.length === 0) return [encoding];
  return layers.flatMap((layer) => encodingsOf(layer, { ...encoding, ...objectAt(layer, 'encoding') }));
}

const hasTitle = ({ title }: Json): boolean =>
  (typeof title === 'string' && title.length > 0) || Array.isArray(title) || isObject(title);

function colourFaults(chart: Json): string[] {
  const faults: string[] = [];
  const groups: string[][] = [];
  const single = new Set<string>();
  walk(chart, (node) => {
    const { range, interpolate } = node;
    if (Array.isArray(range) && interpolate === undefined && range.every(isColour)) groups.push(range);
    for (const name of ['color', 'fill', 'stroke']) if (isColour(node[name])) single.add(node[name]);
  });
  const told = [...single].filter((colour) => !isGrey(colour));
  for (const colour of new Set([...told, ...groups.flat()])) {
    const contrast = wcagContrast(colour, 'white');
    if (!isGrey(colour) && contrast < LEAST_CONTRAST)
      faults.push(`${colour} has a contrast of only ${contrast.toFixed(1)} to white`);
  }
  for (const group of groups) faults.push(...tooNear(group));
  return faults;
}

/** The last two lack the cones for green, or for red. */
const EYES: Record<string, (colour: Color) => Color> = {
  everybody: (colour) => colour,
  deuteranopia: filterDeficiencyDeuter(1),
  protanopia: filterDeficiencyProt(1),
};

function tooNear(colours: readonly string[]): string[] {
  const distance = differenceEuclidean('lab');
  const faults: string[] = [];
  for (const [i, one] of colours.entries()) {
    for (const other of colours.slice(i + 1)) {
      // A repeated colour comes with another shape or dash.
      if (one === other) continue;
      for (const [name, seen] of Object.entries(EYES)) {
        const apart = distance(seen(parse(one) as Color), seen(parse(other) as Color));
        if (apart < LEAST_DISTANCE)
          faults.push(`${one} and ${other} are only ${apart.toFixed(1)} apart (${name})`);
      }
    }
  }
  return faults;
}

function walk(value: unknown, visit: (node: Json) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (isObject(value)) {
    visit(value);
    for (const [key, item] of Object.entries(value)) {
      // Numbers, not looks.
      if (key !== 'data' && key !== 'datasets') walk(item, visit);
    }
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectAt = (value: Json, key: string): Json => (isObject(value[key]) ? value[key] : {});
const isColour = (value: unknown): value is string =>
  typeof value === 'string' && /^#[0-9a-f]{3,8}$/i.test(value);

/** Grids, guides and paper. */
function isGrey(colour: string): boolean {
  const channels = colour.length === 4 ? colour.slice(1).split('') : (colour.slice(1, 7).match(/../g) ?? []);
  return new Set(channels.map((channel) => channel.toLowerCase())).size === 1;
}
