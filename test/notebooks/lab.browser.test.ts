// The first notebook in the project's own JupyterLab, in a real browser.
//
// It also takes the README's picture, to out/screenshot.png. To renew the committed docs/screenshot.png with it:
//   UPDATE_SCREENSHOT=1 npm test -- browser

import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../tools/notebooks/notebook';
import { launchBrowser } from '../../tools/setup/browser';
import { type Lab, startLab } from './lab';
import {
  type CellState,
  cellStates,
  collapseSidebars,
  notebookReady,
  runAllCells,
  scrollToCell,
} from './lab-page';
import { ROOT } from './scratch';

const FIRST = '00-start-here.ipynb';
const VEGA_LITE = 'application/vnd.vegalite.v5+json';
const SCREENSHOT = join(ROOT, 'out', 'screenshot.png');
// JupyterLab saves what it runs, so it gets a copy; below the repository, where tslab finds the packages.
const COPY = 'out/lab-test/notebooks';

let lab: Lab | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  rmSync(join(ROOT, COPY), { recursive: true, force: true });
  cpSync(join(ROOT, 'notebooks'), join(ROOT, COPY), { recursive: true });
  lab = await startLab();
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
}, 60_000);

test('the first notebook runs in JupyterLab and shows its charts', async () => {
  const page = await (browser as Browser).newPage({
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
  });
  await page.goto((lab as Lab).page(`${COPY}/${FIRST}`));
  await notebookReady(page);
  await collapseSidebars(page);
  await runAllCells(page);

  const cells = await cellStates(page);
  expect(errors(cells)).toEqual([]);
  const code = cells.filter(({ type }) => type === 'code');
  expect(code.filter(({ executionCount }) => executionCount === null)).toEqual([]);

  const withChart = cells.findIndex(({ outputs }) => outputs.some(isChart));
  expect(withChart, 'a cell with a Vega-Lite chart').toBeGreaterThanOrEqual(0);
  await scrollToCell(page, withChart);
  const size = await chartSize(page);
  expect(size.width).toBeGreaterThan(50);
  expect(size.height).toBeGreaterThan(50);

  const wrong =
    '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]';
  expect(await page.locator(wrong).count()).toBe(0);
  expect(await page.locator('.jp-Dialog').count()).toBe(0);
  await takeScreenshot(page);
});

function errors(cells: CellState[]): JsonObject[] {
  return cells.flatMap(({ outputs }) =>
    outputs.filter(({ output_type, name }) => output_type === 'error' || name === 'stderr'),
  );
}

function isChart(output: JsonObject): boolean {
  return typeof output.data === 'object' && output.data !== null && VEGA_LITE in output.data;
}

async function chartSize(page: Page): Promise<{ width: number; height: number }> {
  const chart = page.locator('.vega-embed svg.marks, .vega-embed canvas.marks').first();
  await chart.waitFor({ state: 'visible', timeout: 60_000 });
  return (await chart.boundingBox()) ?? { width: 0, height: 0 };
}

async function takeScreenshot(page: Page): Promise<void> {
  // The whole chart with its slider, and as much of the code above it as there is room for.
  await page
    .locator('.vega-embed')
    .first()
    .evaluate((chart) => chart.scrollIntoView({ block: 'end' }));
  // Fonts and the chart's own animation come to rest.
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(1000);
  await page.screenshot({ path: SCREENSHOT });
  if (process.env.UPDATE_SCREENSHOT !== '1') return;
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  copyFileSync(SCREENSHOT, join(ROOT, 'docs', 'screenshot.png'));
}
