/** Pure functions from results to Vega-Lite specifications: charts are plain data. */
export * from './chart';
export * from './function-curve';
export * from './graph';
export * from './images';
export * from './loss-curves';
