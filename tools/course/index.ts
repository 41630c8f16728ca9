/** What a notebook needs beside the library: `import { show, liveDisplay, check, quiz } from '@backprop-lab/course'`. */

import { chartBundle } from './chart';
import { present } from './display';

export { check, type NotebookCheckOptions } from './check';
export { type CheckpointNotes, loadCheckpoint } from './checkpoint';
export { type LiveDisplay, type LiveOptions, liveDisplay } from './live';
export { type ChapterProgress, chapterProgress, type ProgressFiles, progress } from './progress';
export { type QuizOptions, quiz } from './quiz';
export { loadRuns, type Run } from './runs';

/** Shows charts (Vega-Lite specifications), one below the other. */
export function show(...charts: readonly object[]): void {
  for (const chart of charts) present(chartBundle(chart));
}
