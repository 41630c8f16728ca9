// Decoding on the trusted side.

import * as library from '../../../lib';
import { decode } from './codec';
import { makersFor } from './makers';
import type { Plain } from './plain';

const makers = makersFor('grader', () => library);

/** What came over the pipe, as the grader's own values. @throws PlainDataError */
export const received = (json: unknown): Plain => decode(json, makers);
