// A chart as a bundle: interactive where the viewer can draw Vega-Lite, a picture elsewhere, and words for those who
// cannot see it. No text/html: JupyterLab would prefer it to the chart.

import { altText, toSVG } from '../../lib/plot/svg';
import type { Bundle } from './display';

export function chartBundle(chart: object): Bundle {
  return {
    'application/vnd.vegalite.v5+json': onPaper(chart),
    'image/svg+xml': toSVG(chart),
    'text/plain': altText(chart),
  };
}

/** A dark theme gives charts white letters, which a chart on white paper must not take on. */
const INK = {
  background: 'white',
  title: { color: 'black', subtitleColor: 'black' },
  style: { 'guide-label': { fill: 'black' }, 'guide-title': { fill: 'black' } },
  axis: { domainColor: '#888', gridColor: '#ddd', tickColor: '#888' },
};

/** The chart with all colours said, where it does not say them itself. */
function onPaper(chart: object): object {
  const { config = {} } = chart as { config?: object };
  // Loaded already, for the picture.
  const { mergeConfig } = require('vega') as { mergeConfig(...configs: object[]): object };
  return { ...chart, config: mergeConfig({}, INK, config) };
}
