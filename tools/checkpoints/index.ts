/** All networks of data/checkpoints, with the code that trains and measures them. */
import type { Checkpoint } from './common';
import { datesArabic, datesArabicPlain, datesFrench } from './dates';
import { digitsCnn } from './digits-cnn';
import { roadDetector, roadDetectorByDay } from './road-detector';

export const checkpoints: readonly Checkpoint[] = [
  datesArabic,
  datesArabicPlain,
  datesFrench,
  digitsCnn,
  roadDetector,
  roadDetectorByDay,
];
