/** Data: datasets, batches, splits, transformations fitted to training data, and data to learn from. @module */
export * from './csv';
export * from './dataset';
export * from './dates';
export * from './idx';
export * from './imputer';
export * from './loader';
export * from './mnist';
export * from './one-hot';
export * from './pipeline';
export * from './real';
export {
  type LabelledBox,
  type RoadSceneOptions,
  type RoadScenes,
  roadClasses,
  roadScenes,
  type Sky,
} from './road-scenes';
export * from './scalers';
export * from './split';
export * from './synthetic';
export {
  ColumnTransformer,
  type FitOptions,
  type Fitted,
  type TrainSet,
  type Transformer,
} from './transformer';
export * from './vocabulary';
export * from './windows';
