/**
 * The part of WebAssembly that is used here. TypeScript has its types only together with those of a browser's page,
 * which must not be offered to a program for Node.
 */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface Module {
  readonly kind?: 'module';
}

interface WebAssemblyGlobal {
  Module: {
    new (bytes: Uint8Array): Module;
    customSections(module: Module, name: string): ArrayBuffer[];
  };
  Instance: new (module: Module) => { readonly exports: object };
}

export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyGlobal };
