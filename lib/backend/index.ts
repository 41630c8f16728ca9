import type { Backend } from './backend';
import { reference } from './reference';

/** The backend that all operations use. */
export const backend: Backend = reference;
