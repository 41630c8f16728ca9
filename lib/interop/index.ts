/** Exchange with other frameworks. @module */
export * from './safetensors';
