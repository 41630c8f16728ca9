/** What the API reference describes: the library, and the types that its signatures mention. */
export * from '../../lib';
export type * as types from './types';
