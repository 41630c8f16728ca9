// Notebooks in the project's own JupyterLab, in a real browser.
//
// The first test also takes the README's picture, to out/screenshot.png. To renew the committed docs/screenshot.png with it:
//   UPDATE_SCREENSHOT=1 npm test -- browser

import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normalize } from '../../tools/notebooks/normal-form';
import { type JsonObject, writeNotebook } from '../../tools/notebooks/notebook';
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
import { notebookOf, ROOT } from './scratch';

const FIRST = '00-start-here.ipynb';
const VEGA_LITE = 'application/vnd.vegalite.v5+json';
const ERRORS =
  '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]';
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

  expect(await page.locator(ERRORS).count()).toBe(0);
  expect(await page.locator('.jp-Dialog').count()).toBe(0);
  await takeScreenshot(page);
});

test('results and errors can be read: tables with headings, pictures with words, the line of an error', async () => {
  const file = join(ROOT, COPY, 'results.ipynb');
  writeNotebook(
    file,
    normalize(
      notebookOf(
        "import { nn, tensor, zeros } from 'backprop-lab';\ntensor([[1, 2], [3, 4]])",
        'zeros([10, 28, 28])',
        'new nn.Sequential(new nn.Linear(3, 2), new nn.ReLU())',
        "const fine = 1;\nthrow new Error('on purpose')",
      ),
    ),
  );
  const page = await (browser as Browser).newPage({ viewport: { width: 1280, height: 1600 } });
  await page.goto((lab as Lab).page(`${COPY}/results.ipynb`));
  await notebookReady(page);
  await runAllCells(page);

  const tables = page.locator('.jp-OutputArea-output table');
  await tables.first().waitFor({ state: 'visible' });
  expect(await tables.first().locator('caption').innerText()).toMatch(/^Tensor: shape \[2, 2\]/);
  expect(await tables.first().locator('th[scope="col"]').allInnerTexts()).toEqual(['', '0', '1']);
  expect(await tables.first().locator('td').allInnerTexts()).toEqual(['1', '2', '3', '4']);
  const pictures = page.locator('.jp-OutputArea-output img');
  expect(await pictures.count()).toBe(8);
  const seen = await pictures.evaluateAll((images) =>
    (images as unknown as { naturalWidth: number; alt: string }[]).map(({ naturalWidth, alt }) => ({
      naturalWidth,
      alt,
    })),
  );
  expect(seen[7]).toEqual({ naturalWidth: 28, alt: '8 of 10' });
  expect(await tables.nth(1).locator('tbody th').allInnerTexts()).toEqual(['0', '1']);
  const trace = await page.locator(ERRORS).innerText();
  expect(trace).toMatch(/^Error: on purpose\n\s+at In\[4\]:2:7\n\s+2 \| throw new Error/);
  await page.screenshot({ path: join(ROOT, 'out', 'results.png') });
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
