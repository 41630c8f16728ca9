// An output that replaces itself, for charts and numbers that change while a network trains.

import { randomUUID } from 'node:crypto';
import { chartBundle } from './chart';
import { type Bundle, present } from './display';

export interface LiveDisplay {
  show(chart: object): void;
  html(html: string): void;
  markdown(markdown: string): void;
  text(text: string): void;
  /** Shows what came last, if it has been held back. */
  flush(): void;
}

export interface LiveOptions {
  /** At least so many milliseconds between two updates; what comes in between is held back until `flush`. */
  readonly everyMs?: number;
}

export function liveDisplay(options: LiveOptions = {}): LiveDisplay {
  const { everyMs = 0 } = options;
  if (!(everyMs >= 0))
    throw new RangeError(`liveDisplay: everyMs is a number of milliseconds, got ${everyMs}`);
  const id = randomUUID();
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  let held: (() => Bundle) | undefined;

  const flush = (): void => {
    if (!held) return;
    const bundle = held();
    held = undefined;
    present(bundle, id, shown);
    shown = true;
    shownAt = performance.now();
  };
  // A bundle is made when it is shown: drawing what nobody will see would slow the training down.
  const put = (bundle: () => Bundle): void => {
    held = bundle;
    if (performance.now() - shownAt >= everyMs) flush();
  };
  return {
    show: (chart) => put(() => chartBundle(chart)),
    html: (html) => put(() => ({ 'text/html': html, 'text/plain': textOf(html) })),
    markdown: (markdown) => put(() => ({ 'text/markdown': markdown, 'text/plain': markdown })),
    text: (text) => put(() => ({ 'text/plain': text })),
    flush,
  };
}

/** The words of simple HTML. */
function textOf(html: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_match, name: string) => entities[name])
    .replace(/\s+/g, ' ')
    .trim();
}
