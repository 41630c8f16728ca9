import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedBrowser, launchBrowser } from '../../tools/setup/browser';
import { script, temporaryFolder } from './fixtures';

describe.skipIf(process.platform === 'win32')('finding a browser', () => {
  test('CHROME_PATH goes first, then the PATH in the order of names', () => {
    const folder = temporaryFolder();
    const chrome = script(path.join(folder, 'google-chrome'), 'exit 0');
    const chromium = script(path.join(folder, 'chromium'), 'exit 0');
    expect(installedBrowser({ PATH: folder })).toBe(chromium);
    expect(installedBrowser({ PATH: folder, CHROME_PATH: chrome })).toBe(chrome);
  });

  test('a CHROME_PATH to nowhere is an error that names it', () => {
    expect(() => installedBrowser({ CHROME_PATH: '/gone/chrome' })).toThrow(
      /\/gone\/chrome.*correct or unset/,
    );
  });
});

test('the browser draws a picture', { timeout: 120_000 }, async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(
      `data:text/html,${encodeURIComponent('<svg width="40" height="30"><rect width="9"/></svg>')}`,
    );
    const box = await page.locator('svg').boundingBox();
    expect(box).toMatchObject({ width: 40, height: 30 });
    expect((await page.screenshot()).subarray(1, 4).toString()).toBe('PNG');
  } finally {
    await browser.close();
  }
});
