// Every notebook of the course in JupyterLab, in a real browser, with the outputs of a run: each chart is drawn, and a
// slider, a selection or a pointer on a point changes the picture. Pictures of the whole pages go to out/pages.

import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findNotebooks } from '../../tools/notebooks/paths';
import { launchBrowser } from '../../tools/setup/browser';
import { executedNotebook } from './executed';
import { type Lab, startLab } from './lab';
import { cellStates, collapseSidebars, notebookReady } from './lab-page';
import { ROOT } from './scratch';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';
// JupyterLab may save what it opens, so it gets copies.
const COPY = 'out/lab-test/executed';
const PAGES = join(ROOT, 'out', 'pages');
const SLIDER = '.vega-bind input[type=range]';

let lab: Lab | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  for (const folder of [join(ROOT, COPY), PAGES]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  lab = await startLab();
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
}, 60_000);

test.each(findNotebooks([join(ROOT, 'notebooks')]))('%s', async (file) => {
  const name = basename(file);
  cpSync(await executedNotebook(file), join(ROOT, COPY, name));
  const page = await (browser as Browser).newPage({ viewport: { width: 1280, height: 900 } });
  try {
    await page.goto((lab as Lab).page(`${COPY}/${name}`));
    await notebookReady(page);
    await collapseSidebars(page);

    const outputs = (await cellStates(page)).flatMap((cell) => cell.outputs);
    const made = outputs.filter(({ data }) => data && VEGA_LITE in (data as object)).length;
    expect(made, 'charts in the notebook').toBeGreaterThan(0);
    const charts = page.locator('.vega-embed').filter({ has: page.locator('svg.marks, canvas.marks') });
    await expect.poll(() => charts.count(), { timeout: 60_000 }).toBe(made);
    for (const chart of await charts.all()) {
      const { width = 0, height = 0 } = (await picture(chart).boundingBox()) ?? {};
      expect(Math.min(width, height)).toBeGreaterThan(50);
    }
    expect(await page.locator('.jp-OutputArea-output .vega-error, .jp-Dialog').count()).toBe(0);
    await takePicture(page, name);

    const withSlider = page.locator('.vega-embed').filter({ has: page.locator(SLIDER) });
    expect(await withSlider.count(), 'charts with a slider').toBeGreaterThan(0);
    await dragChanges(page, withSlider.first());
  } finally {
    await page.close();
  }
});

const picture = (chart: Locator): Locator => chart.locator('svg.marks, canvas.marks').first();

/** Drags the first slider of the chart to its one end and to the other. */
async function dragChanges(page: Page, chart: Locator): Promise<void> {
  const slider = chart.locator(SLIDER).first();
  await slider.scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  const seen: Buffer[] = [];
  for (const end of [0.02, 0.98]) {
    const box = await slider.boundingBox();
    if (!box) throw new Error('the slider is not on the page');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * (1 - end), y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, y, { steps: 4 });
    await page.mouse.move(box.x + box.width * end, y, { steps: 4 });
    await page.mouse.up();
    await page.waitForTimeout(300);
    seen.push(await picture(chart).screenshot());
  }
  expect(Buffer.compare(seen[0] as Buffer, seen[1] as Buffer), 'the picture after the slider moved').not.toBe(
    0,
  );
}

/** The whole notebook, to be looked at. */
async function takePicture(page: Page, name: string): Promise<void> {
  const height = await page
    .locator('.jp-WindowedPanel-inner')
    .first()
    .evaluate((list) => list.scrollHeight);
  await page.setViewportSize({ width: 1000, height: Math.min(height + 150, 16_000) });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(PAGES, name.replace(/\.ipynb$/, '.png')) });
  await page.setViewportSize({ width: 1280, height: 900 });
}
