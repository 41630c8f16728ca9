// What `run` prints when all is done: the table, and the failing cells with their source and error.

import pc from 'picocolors';
import type { Run } from './headless';
import { cellName, notebookName } from './notebook';

export function table(runs: Run[]): string {
  const rows = runs.map((run) => [
    notebookName(run.file),
    `${run.cells.length}/${run.total}`,
    run.seconds.toFixed(1),
    run.ok ? 'ok' : 'failed',
  ]);
  const all = [['notebook', 'cells', 'seconds', 'result'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) => {
    const [name, cells, seconds, result] = row.map((text, column) =>
      column === 1 || column === 2 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
    );
    return `${name}  ${cells}  ${seconds}  ${paint(result ?? '')}`;
  });
  return [pc.bold(lines[0] as string), ...lines.slice(1)].join('\n');
}

export function failureText(run: Run): string {
  if (!run.failure) return '';
  const { index, message } = run.failure;
  if (index === undefined) return pc.red(message);
  const lines = run.notebook.cells[index]?.source.split('\n') ?? [];
  const width = String(lines.length).length;
  const source = lines.map((line, at) => pc.dim(`${String(at + 1).padStart(width)} | `) + line).join('\n');
  return `${pc.bold(`${run.file}, ${cellName(run.notebook, index)} failed:`)}\n\n${source}\n\n${pc.red(message)}`;
}

/** The run without its notebook, for `--json`. */
export function summary(run: Run, written: string): object {
  const { notebook, failure, ...rest } = run;
  return {
    ...rest,
    written,
    cells: run.cells.map(({ index, ...cell }) => ({ cell: index + 1, ...cell })),
    ...(failure ? { failure: { ...failureCell(run), message: failure.message } } : {}),
  };
}

function failureCell({ failure, notebook }: Run): object {
  if (failure?.index === undefined) return {};
  const cell = notebook.cells[failure.index];
  return { cell: failure.index + 1, id: cell?.id, source: cell?.source };
}

function paint(result: string): string {
  if (result.startsWith('ok')) return pc.green(result);
  return result.startsWith('failed') ? pc.red(result) : result;
}
