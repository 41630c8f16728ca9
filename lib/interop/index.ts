/** Exchange with other frameworks. @module */
export * from './description';
export { describe, GraphBuilder, GraphModel, type Node, type RecurrentNodes } from './graph-model';
export { buildLayer, describeLayer } from './layers';
export { toOnnx } from './onnx';
export * from './safetensors';
export { loadModel, saveModel } from './save';
export { extensionOf, FRAMEWORKS, type Framework, writeCode } from './write';
