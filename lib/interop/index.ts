/** Exchange with other frameworks. */
export * from './safetensors';
