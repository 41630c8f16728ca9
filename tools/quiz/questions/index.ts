// All quizzes, in the order of the course.

import type { Quiz } from '../types';
import { startHere } from './00-start-here';
import { whatIsBackpropagation } from './01-what-is-backpropagation';
import { scalarsAndGraphs } from './02-scalars-and-graphs';
import { tensors } from './03-tensors';
import { gradientDescent } from './04-gradient-descent';
import { adaptive } from './05-adaptive';
import { vanishing } from './06-vanishing';
import { regularization } from './07-regularization';
import { feedforward } from './08-feedforward';
import { convolutions } from './09-convolutions';
import { recurrent } from './10-recurrent';
import { lstmGru } from './11-lstm-gru';
import { autoencoders } from './12-autoencoders';
import { software } from './13-software';
import { practice } from './14-practice';
import { images } from './15-images';
import { translation } from './16-translation';
import { detection } from './17-detection';
import { medicine } from './18-medicine';
import { next } from './19-next';

export const quizzes: readonly Quiz[] = [
  startHere,
  whatIsBackpropagation,
  scalarsAndGraphs,
  tensors,
  gradientDescent,
  adaptive,
  vanishing,
  regularization,
  feedforward,
  convolutions,
  recurrent,
  lstmGru,
  autoencoders,
  software,
  practice,
  images,
  translation,
  detection,
  medicine,
  next,
];

/** @throws RangeError when there is none */
export function quizOf(chapter: string): Quiz {
  const found = quizzes.find((quiz) => quiz.chapter === chapter.padStart(2, '0'));
  if (found) return found;
  const chapters = quizzes.map((quiz) => quiz.chapter).join(', ');
  throw new RangeError(`There is no quiz '${chapter}'. The chapters are: ${chapters}`);
}
