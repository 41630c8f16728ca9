// Draws the kernel's logo in the two sizes that Jupyter's launchers want:
//   node -r ./lib/typescript.cjs tools/kernel/logo/render.ts

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../setup/browser';

const SIZES = [32, 64];

async function main(): Promise<void> {
  const picture = readFileSync(join(__dirname, 'logo-svg.svg')).toString('base64');
  const browser = await launchBrowser();
  try {
    for (const size of SIZES) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      await page.setContent(
        `<body style="margin: 0"><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${picture}">`,
      );
      await page.locator('img').screenshot({
        path: join(__dirname, `logo-${size}x${size}.png`),
        omitBackground: true,
      });
    }
  } finally {
    await browser.close();
  }
}

void main();
