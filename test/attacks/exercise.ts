// The exercise that is attacked: three functions, graded like those of the course.

import { exercise } from '../../tools/grader/catalog/types';
import { gradedExercise } from '../../tools/grader/grading';
import * as honest from './honest';

const entry = exercise({
  id: 'attacked',
  chapter: '00',
  title: 'Three functions of a list',
  minutes: 1,
  file: 'exercises/00-attacks/attacked.ts',
  taughtIn: { notebook: 'none', section: 'none' },
  prerequisites: [],
  tests: [
    { id: 'doubled', title: 'Twice each number', points: 2 },
    { id: 'total', title: 'The sum', points: 3 },
    { id: 'sorted', title: 'In order, and the input stays as it is', points: 5 },
  ],
  hints: ['', '', ''],
  misconceptions: {},
});

const sizes = [2, 3] as const;

export const attacked = gradedExercise(
  entry,
  () => ({ ...honest }),
  (kit) => ({
    doubled: kit.calls('doubled', { sizes, draw: (random, size) => [random.vector(size)] }),
    total: kit.calls('total', { sizes, draw: (random, size) => [random.vector(size)] }),
    sorted: kit.calls('sorted', {
      sizes,
      draw: (random, size) => [[9, ...random.vector(size)]],
    }),
  }),
);
