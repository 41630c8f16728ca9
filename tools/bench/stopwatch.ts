/** Measures how long the functions of an object take, each without the others that it calls. */

export interface Usage {
  calls: number;
  ms: number;
}

export class Stopwatch {
  readonly usage = new Map<string, Usage>();
  /** What the functions that run now have already spent in others. */
  readonly #inner: number[] = [];

  /** Puts a measured function in the place of each function of `object`, and of the objects that they return. */
  watch(object: object, prefix = ''): void {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value === 'function')
        Object.assign(object, { [name]: this.#watched(`${prefix}${name}`, value) });
    }
  }

  reset(): void {
    this.usage.clear();
  }

  #watched(name: string, original: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
    return (...args) => {
      this.#inner.push(0);
      const begun = performance.now();
      try {
        const result = original(...args);
        if (typeof result === 'object' && result !== null) this.watch(result, `${name}.`);
        return result;
      } finally {
        const passed = performance.now() - begun;
        const own = passed - this.#inner.pop()!;
        if (this.#inner.length > 0) this.#inner[this.#inner.length - 1] += passed;
        const { calls, ms } = this.usage.get(name) ?? { calls: 0, ms: 0 };
        this.usage.set(name, { calls: calls + 1, ms: ms + own });
      }
    };
  }
}
