// How far a run is: a bar on a terminal, a line now and then elsewhere.

import { SingleBar } from 'cli-progress';
import type { GradeListener } from './grade';

const INTERVAL_MS = 30_000;

/** @param stream where a person looks; the results go elsewhere */
export function progress(stream: NodeJS.WriteStream = process.stderr): GradeListener & { stop(): void } {
  let total = 0;
  let exercises = 0;
  let submissions = 0;
  let newExercises = 0;
  let began = performance.now();
  let told = began;
  const bar = stream.isTTY
    ? new SingleBar({
        stream,
        format: '{bar} {submissions} of {all} submissions  {rate} exercises/s  {remaining} left',
        barsize: 24,
        barCompleteChar: '━',
        barIncompleteChar: ' ',
        hideCursor: true,
        clearOnComplete: true,
      })
    : undefined;
  const figures = (): { submissions: number; all: number; rate: string; remaining: string } => {
    const seconds = (performance.now() - began) / 1000;
    const rate = exercises / Math.max(seconds, 1e-3);
    const remaining = exercises === 0 ? '?' : duration((total - exercises) / rate);
    return { submissions, all, rate: rate.toPrecision(2), remaining };
  };
  let all = 0;
  const show = (): void => {
    if (bar) bar.update(exercises, figures());
    else if (performance.now() - told > INTERVAL_MS) {
      told = performance.now();
      const { rate, remaining } = figures();
      stream.write(`grade: ${submissions} of ${all} submissions, ${rate} exercises/s, ${remaining} left\n`);
    }
  };
  return {
    wait: () => void stream.write('grade: another run grades into this folder; waiting for it …\n'),
    begin(count, exercisesEach) {
      all = count;
      total = count * exercisesEach;
      began = performance.now();
      told = began;
      bar?.start(total, 0, figures());
    },
    exercise() {
      exercises++;
      newExercises++;
      show();
    },
    submission(_record, isNew) {
      submissions++;
      // What was there already says nothing about the rate.
      if (!isNew && newExercises === exercises) began = performance.now();
      show();
    },
    stop: () => bar?.stop(),
  };
}

/** 45 s, 12 min, 3 h 5 min. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
