/** Looking into a model while it computes: which module runs, and what comes out of it. */
import type { Tensor } from '../tensor';
import type { Module } from './module';

/** All modules inside `model` with their paths as in its state dict ('encoder.0'); itself first, as ''. */
export function namedModules(model: Module): [string, Module][] {
  const found = new Map<Module, string>();
  const visit = (module: Module, path: string): void => {
    // One that is used in two places comes once, as its parameters do.
    if (found.has(module)) return;
    found.set(module, path);
    for (const [name, child] of module.namedChildren()) visit(child, path === '' ? name : `${path}.${name}`);
  };
  visit(model, '');
  return [...found].map(([module, path]) => [path, module]);
}

export interface ForwardHooks {
  before?(path: string, module: Module): void;
  after?(path: string, module: Module, output: unknown): void;
  /** After `before`, whether or not forward threw. */
  always?(path: string, module: Module): void;
}

/** Calls the hooks around every forward of the modules. @returns a function that takes the hooks off again */
export function hookForward(
  modules: readonly (readonly [string, Module])[],
  hooks: ForwardHooks,
): () => void {
  const removers = modules.map(([path, module]) => {
    const inner = module.forward;
    const own = Object.getOwnPropertyDescriptor(module, 'forward');
    const forward = function (this: Module, ...inputs: Tensor[]): unknown {
      hooks.before?.(path, module);
      try {
        const output = inner.apply(this, inputs);
        hooks.after?.(path, module, output);
        return output;
      } finally {
        hooks.always?.(path, module);
      }
    };
    Object.defineProperty(module, 'forward', { value: forward, configurable: true, writable: true });
    return () => {
      if (own !== undefined) Object.defineProperty(module, 'forward', own);
      else Reflect.deleteProperty(module, 'forward');
    };
  });
  // Hooks come off in the opposite order, so that hooks upon hooks leave what they found.
  return () => {
    for (const remove of removers.reverse()) remove();
  };
}
