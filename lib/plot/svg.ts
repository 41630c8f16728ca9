/** A chart as a still picture, for viewers that cannot draw Vega-Lite. */
import { type TextStyle, textWidth } from './text-width';

// What is used of vega and vega-lite, written down here: their own types would slow down every cell of a notebook.
interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}
/** A mark, which holds items, or an item, which may hold marks. */
interface SceneNode {
  readonly items?: readonly SceneNode[];
  readonly url?: string;
  readonly width?: number;
  readonly height?: number;
  image?: object;
}
interface View {
  initialize(): View;
  run(): View;
  background(): string | null;
  scenegraph(): { root: SceneNode & { bounds: Bounds } };
}
interface SvgRenderer {
  initialize(
    element: null,
    width: number,
    height: number,
    origin: [number, number],
    scale: number,
  ): SvgRenderer;
  background(color: string | null): SvgRenderer;
  render(scene: unknown): SvgRenderer;
  svg(): string;
}
interface Vega {
  readonly textMetrics: { width(style: TextStyle, text: unknown): number };
  parse(spec: object): object;
  loader(): object;
  View: new (runtime: object, options: { renderer: 'none'; logger: object }) => View;
  SVGStringRenderer: new (loader: object) => SvgRenderer;
}
interface VegaLite {
  compile(spec: object): { spec: { data?: readonly { name: string; url?: unknown }[] } };
}

const PADDING = 5;

/**
 * Draws a Vega-Lite specification at once, with no browser. Its data must be inside the specification.
 * @throws on data that would have to be loaded, and on what Vega cannot draw
 */
export function toSVG(spec: object): string {
  // Loaded when the first chart is drawn: this takes a tenth of a second.
  const vega = require('vega') as Vega;
  const vegaLite = require('vega-lite') as VegaLite;
  vega.textMetrics.width = textWidth;
  // A copy, because vega writes marks of its own into the rows.
  const { spec: compiled } = vegaLite.compile(structuredClone(spec));
  const remote = compiled.data?.find((source) => source.url !== undefined);
  if (remote) {
    throw new Error(
      `toSVG: the chart loads its data from ${JSON.stringify(remote.url)}; put the rows into data: { values: [...] }`,
    );
  }
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger }).initialize().run();
  const { root } = view.scenegraph();
  loadPictures(root);
  const { x1, y1, x2, y2 } = root.bounds;
  const svg = new vega.SVGStringRenderer(vega.loader())
    .initialize(
      null,
      Math.ceil(x2 - x1) + 2 * PADDING,
      Math.ceil(y2 - y1) + 2 * PADDING,
      [PADDING - x1, PADDING - y1],
      1,
    )
    .background(view.background())
    .render(root)
    .svg();
  return withAltText(svg, altText(spec));
}

/** Vega loads pictures later than it draws. Those that are in the specification need no loading. */
function loadPictures(node: SceneNode): void {
  const { url, width, height, items = [] } = node;
  if (url?.startsWith('data:')) node.image = { complete: true, src: url, url, width, height };
  for (const item of items) loadPictures(item);
}

/** A chart's title and description as one line of text. */
export function altText(spec: object): string {
  const { title, description } = spec as { title?: unknown; description?: unknown };
  const text = typeof title === 'object' && title !== null ? (title as { text?: unknown }).text : title;
  const parts = [Array.isArray(text) ? text.join(' ') : text, description];
  const words = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  return words.join(': ') || 'Chart without a description';
}

/** Vega would only print an error in the middle of drawing, and go on. */
const logger = {
  level: () => 1,
  error(...messages: unknown[]): never {
    const [first] = messages;
    throw first instanceof Error ? first : new Error(`toSVG: ${messages.join(' ')}`);
  },
  warn: () => logger,
  info: () => logger,
  debug: () => logger,
};

function withAltText(svg: string, text: string): string {
  const escaped = escapeXML(text);
  const opening = (_all: string, attributes: string): string =>
    `<svg${attributes} role="img" aria-label="${escaped}"><title>${escaped}</title>`;
  return svg.replace(/^<svg([^>]*)>/, opening);
}

function escapeXML(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => entities[letter]);
}
