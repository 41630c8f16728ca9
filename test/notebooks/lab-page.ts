// What the tests ask of an open JupyterLab page. The functions given to `evaluate` run in the browser.

import type { Page } from 'playwright-core';
import type { JsonObject } from '../../tools/notebooks/notebook';

interface LabCell {
  type: string;
  executionCount: number | null;
  outputs?: { toJSON(): JsonObject[] };
}
/** The part of JupyterLab's application object that is used here. */
interface LabApp {
  commands: { execute(command: string): Promise<unknown> };
  shell: {
    currentWidget: {
      context: { isReady: boolean };
      sessionContext: { isReady: boolean; session: { kernel: { status: string } | null } | null };
      content: {
        model: { cells: Iterable<LabCell> };
        activeCellIndex: number;
        scrollToItem(index: number, align: string): Promise<void>;
      };
    };
    collapseLeft(): void;
    collapseRight(): void;
  };
}
declare const jupyterapp: LabApp;

export interface CellState {
  type: string;
  executionCount: number | null;
  outputs: JsonObject[];
}

/** Waits until the notebook's kernel answers. */
export async function notebookReady(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const panel = typeof jupyterapp === 'undefined' ? undefined : jupyterapp.shell.currentWidget;
      return (
        panel?.context?.isReady &&
        panel.sessionContext.isReady &&
        panel.sessionContext.session?.kernel?.status === 'idle'
      );
    },
    undefined,
    { timeout: 90_000 },
  );
}

/** Runs the notebook and waits until every code cell has its count and the kernel is idle. */
export async function runAllCells(page: Page): Promise<void> {
  await page.evaluate(() => jupyterapp.commands.execute('notebook:run-all-cells'));
  await page.waitForFunction(() => {
    const panel = jupyterapp.shell.currentWidget;
    return panel.sessionContext.session?.kernel?.status === 'idle';
  });
}

export function cellStates(page: Page): Promise<CellState[]> {
  return page.evaluate(() =>
    [...jupyterapp.shell.currentWidget.content.model.cells].map(({ type, executionCount, outputs }) => ({
      type,
      executionCount: executionCount ?? null,
      outputs: outputs?.toJSON() ?? [],
    })),
  );
}

/** Cells out of view are not in the page at all; this one is then at its top. */
export async function scrollToCell(page: Page, index: number): Promise<void> {
  await page.evaluate(async (at) => {
    const { content } = jupyterapp.shell.currentWidget;
    content.activeCellIndex = at;
    await content.scrollToItem(at, 'start');
  }, index);
}

export function collapseSidebars(page: Page): Promise<void> {
  return page.evaluate(() => {
    jupyterapp.shell.collapseLeft();
    jupyterapp.shell.collapseRight();
  });
}
