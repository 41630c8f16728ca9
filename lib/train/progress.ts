import type { BatchEvent, Callback, Training, TrainingRecord } from './callback';

/** Where the line goes, and how often. */
export interface ProgressOptions {
  /** Where the line goes; standard output unless told otherwise. */
  write?: (text: string) => unknown;
  /** The least time between two updates, in milliseconds: a notebook is slow to draw. 100 unless told otherwise. */
  everyMs?: number;
}

/** The callback of `progressBar`: it needs to know nothing of the training but what it shows. */
export interface ProgressBar extends Callback {
  onBatch(event: BatchEvent, training?: Training): void;
  onRecord(history: readonly TrainingRecord[], training?: Training): void;
  onEnd(history?: readonly TrainingRecord[], training?: Training): void;
}

const WIDTH = 24;

/**
 * One line that is written over and over: how far training is, the loss, the last validation, the time left.
 * It uses nothing but a carriage return, the one control character that notebooks and terminals share.
 */
export function progressBar({
  write = (text) => process.stdout.write(text),
  everyMs = 100,
}: ProgressOptions = {}): ProgressBar {
  let shownAt = Number.NEGATIVE_INFINITY;
  let longest = 0;
  let last: BatchEvent | null = null;
  let record: TrainingRecord | undefined;

  const show = (event: BatchEvent): void => {
    const line = formatProgress(event, record);
    longest = Math.max(longest, line.length);
    write(`\r${line.padEnd(longest)}`);
    shownAt = performance.now();
  };
  return {
    onBatch(event) {
      last = event;
      if (performance.now() - shownAt >= everyMs) show(event);
    },
    onRecord(history) {
      record = history.at(-1);
    },
    onEnd() {
      if (last !== null) show(last);
      write('\n');
    },
  };
}

/** `epoch 2/3 ████████░░░░ 50%  loss 0.1234  validation 0.1175  accuracy 0.9650  8 s left`. */
export function formatProgress(event: BatchEvent, record?: TrainingRecord): string {
  const share = ((event.epoch - 1) * event.batches + event.batch) / (event.epochs * event.batches);
  const full = Math.round(share * WIDTH);
  const left = (event.seconds / share) * (1 - share);
  const parts = [
    `epoch ${event.epoch}/${event.epochs} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.floor(share * 100)}%`,
    `loss ${event.loss.toFixed(4)}`,
    ...(record?.validationLoss === undefined ? [] : [`validation ${record.validationLoss.toFixed(4)}`]),
    ...Object.entries(record?.metrics ?? {}).map(([name, value]) => `${name} ${value.toFixed(4)}`),
    share < 1 ? `${Math.ceil(left)} s left` : `${event.seconds.toFixed(1)} s`,
  ];
  return parts.join('  ');
}
