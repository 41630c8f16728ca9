// How each side of the pipe makes tensors and objects.

import type { Makers } from './codec';
import { define, setPrototypeOf } from './pristine';

type Library = Pick<typeof import('../../../lib'), 'Tensor'>;

/** The library comes as a function: it is loaded when it is needed, or when there is time. */
export function makersFor(side: 'grader' | 'learner', library: () => Library): Makers {
  return {
    tensor(array, requiresGrad) {
      const { Tensor } = library();
      return new Tensor(array, requiresGrad);
    },
    object(entries) {
      // A key such as __proto__ is defined like any other. The learner's objects are ordinary ones, as in a program;
      // the grader's have no prototype, so that nothing is found in them but what came.
      const object = side === 'learner' ? {} : setPrototypeOf({}, null);
      for (let i = 0; i < entries.length; i++) define(object, entries[i][0], entries[i][1]);
      return object;
    },
  };
}
