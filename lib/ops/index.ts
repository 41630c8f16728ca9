export * from './arithmetic';
export * from './functions';
export * from './matmul';
export * from './reduce';
export * from './shape';
