/** Models as source code for other frameworks. */
import type { GraphModel } from '../graph-model';
import { writeCaffe } from './caffe';
import { writeFlax } from './flax';
import { writeKeras } from './keras';
import { writeMxnet } from './mxnet';
import { writePytorch } from './pytorch';
import { writeTfjs } from './tfjs';
import { writeTheano } from './theano';

/** The frameworks for which source code can be written. */
export type Framework = 'pytorch' | 'keras' | 'tfjs' | 'flax' | 'theano' | 'mxnet' | 'caffe';

const WRITERS: Record<Framework, { write: (model: GraphModel) => string; extension: string }> = {
  pytorch: { write: writePytorch, extension: 'py' },
  keras: { write: writeKeras, extension: 'py' },
  tfjs: { write: writeTfjs, extension: 'mjs' },
  flax: { write: writeFlax, extension: 'py' },
  theano: { write: writeTheano, extension: 'py' },
  mxnet: { write: writeMxnet, extension: 'py' },
  caffe: { write: writeCaffe, extension: 'prototxt' },
};

/** Their names. */
export const FRAMEWORKS = Object.keys(WRITERS) as Framework[];
/** What the files are called: 'py', 'mjs', 'prototxt'. */
export const extensionOf = (framework: Framework): string => WRITERS[framework].extension;

/**
 * The model as source code: what builds it, and what loads the weights that `saveModel` writes. PyTorch and Keras take
 * every model, the others chains of layers.
 * @throws UnsupportedError for a step that the framework does not have, or a framework that is not known
 */
export function writeCode(model: GraphModel, framework: Framework): string {
  if (!FRAMEWORKS.includes(framework)) {
    throw new RangeError(
      `writeCode: there is no framework '${framework}'; there are ${FRAMEWORKS.join(', ')}`,
    );
  }
  return WRITERS[framework].write(model);
}
