// A chart as a bundle: interactive where the viewer can draw Vega-Lite, a picture elsewhere, and words for those who
// cannot see it. No text/html: JupyterLab would prefer it to the chart.

import { altText, toSVG } from '../../lib/plot/svg';
import type { Bundle } from './display';

export function chartBundle(chart: object): Bundle {
  return {
    'application/vnd.vegalite.v5+json': chart,
    'image/svg+xml': toSVG(chart),
    'text/plain': altText(chart),
  };
}
