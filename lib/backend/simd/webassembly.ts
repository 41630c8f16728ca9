/**
 * The part of WebAssembly that is used here. TypeScript has its types only together with those of a browser's page,
 * which must not be offered to a program for Node.
 */
export interface Memory {
  /** Another object after each growth; the old ones go on showing the same memory, as it was long before. */
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

export interface Module {
  readonly kind?: 'module';
}

interface WebAssemblyGlobal {
  Module: new (bytes: Uint8Array) => Module;
  /** Whether the engine knows every instruction. */
  validate(bytes: Uint8Array): boolean;
  Memory: new (size: { initial: number; maximum: number; shared: true }) => Memory;
  Instance: new (module: Module, imports?: { env: { memory: Memory } }) => { readonly exports: object };
}

export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyGlobal };
