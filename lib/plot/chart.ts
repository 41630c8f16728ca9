/** What all charts have in common: a type, a look, and colours that colour-blind readers can tell apart. */
import type { TopLevelSpec } from 'vega-lite';

/** A Vega-Lite 5 specification: plain data that any viewer can draw. Every chart of the course has a title and a description. */
export type Chart = TopLevelSpec;

/** Okabe & Ito (2008), https://jfly.uni-koeln.de/color: told apart under all common kinds of colour blindness. */
export const palette = {
  blue: '#0072B2',
  orange: '#E69F00',
  green: '#009E73',
  vermilion: '#D55E00',
  purple: '#CC79A7',
  sky: '#56B4E9',
  yellow: '#F0E442',
  black: '#000000',
} as const;

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';

/** The parts of a chart that are the same everywhere. */
export interface Frame {
  /** What stands above it. */
  title: string;
  /** What the chart shows, in words: read out where the picture cannot be seen. */
  description: string;
  /** In pixels, without axes and legends; 480 unless told otherwise, if the chart has no width of its own. */
  width?: number;
  /** In pixels; 280 unless told otherwise, if the chart has no height of its own. */
  height?: number;
}

/** Puts the marks, scales and data of a chart into the common frame. A chart of many panels has no size of its own. */
export function chart({ title, description, width = 480, height = 280 }: Frame, body: object): Chart {
  return {
    $schema: SCHEMA,
    title: { text: title, anchor: 'start', fontSize: 14 },
    description,
    ...('spec' in body ? {} : { width, height }),
    config: {
      background: 'white',
      // Long names are worth more than a narrow picture, and the title of an axis stands beyond them.
      axis: { gridColor: '#e5e5e5', labelFontSize: 11, titleFontSize: 12, labelLimit: 300, maxExtent: 600 },
      legend: { labelLimit: 260 },
      view: { stroke: null },
    },
    ...body,
  } as Chart;
}
