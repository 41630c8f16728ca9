/**
 * Scores of trained models: tensors or plain arrays in, numbers or plain objects out. Predictions come first.
 * @module
 */
export * from './bleu';
export {
  type Box,
  type Detection,
  iou,
  type LabelledBox,
  type NmsOptions,
  nms,
} from './boxes';
export * from './calibration';
export * from './classification';
export * from './curves';
export type { Numbers, Predictions } from './input';
export * from './mean-average-precision';
export * from './precision-recall';
export * from './regression';
export * from './wilson-interval';
