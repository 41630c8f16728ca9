/**
 * All randomness of the library: one generator, whose seed fixes every number of a run on every platform.
 * xoshiro128** 1.1 (Blackman & Vigna 2021, https://doi.org/10.1145/3460772), seeded by SplitMix32.
 */

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** The mixing step of SplitMix32: every bit of the input reaches every bit of the output, one to one. */
function mix(x: number): number {
  let z = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

/** A stream of random numbers that can be stored and resumed. */
export class Generator {
  readonly #state = new Uint32Array(4);
  /** The second of the two normal numbers that one Box–Muller step makes; NaN when there is none. */
  #spare = Number.NaN;

  /** @param seed a whole number, -2^53 < seed < 2^53 */
  constructor(seed: number) {
    this.manualSeed(seed);
  }

  /**
   * Starts the stream again.
   * @param seed a whole number, -2^53 < seed < 2^53
   * @throws on any other number
   */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(`manualSeed: a seed is a whole number below 2^53 in size, got ${seed}`);
    }
    // Both halves of the seed reach the first word that is drawn, and no two seeds give one state.
    const halves = [seed | 0, Math.floor(seed / 2 ** 32) | 0];
    let word = 0;
    for (let i = 0; i < 4; i++) {
      word = mix((word + halves[i % 2] + 0x9e3779b9) | 0);
      this.#state[i] = word;
    }
    this.#spare = Number.NaN;
    return this;
  }

  /** 32 random bits, as a whole number in [0, 2^32). */
  bits(): number {
    const s = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  random(): number {
    return ((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53;
  }

  /**
   * A whole number in [0, limit), every one equally likely.
   * @throws unless the limit is a whole number in 1 … 2^32
   */
  int(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32) {
      throw new RangeError(`Generator.int: the limit is a whole number in 1 … 2^32, got ${limit}`);
    }
    // The last, incomplete run of `limit` values is thrown back, or small numbers would come too often.
    const fair = 2 ** 32 - (2 ** 32 % limit);
    let bits = this.bits();
    while (bits >= fair) bits = this.bits();
    return bits % limit;
  }

  /** Normal with mean 0 and standard deviation 1 (Box & Muller 1958). */
  normal(): number {
    if (!Number.isNaN(this.#spare)) {
      const spare = this.#spare;
      this.#spare = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
    const angle = 2 * Math.PI * this.random();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** The numbers 0 … n − 1 in random order (Fisher & Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  /** Where the stream is, as plain data: give it to `setState` to go on from here. */
  getState(): number[] {
    return [...this.#state, ...(Number.isNaN(this.#spare) ? [] : [this.#spare])];
  }

  /**
   * Goes on from where `getState` was called.
   * @throws on anything but the 4 or 5 numbers of getState(), and on four zeros
   */
  setState(state: readonly number[]): void {
    if (state.length !== 4 && state.length !== 5) {
      throw new RangeError(
        `Generator.setState: expected the 4 or 5 numbers of getState(), got ${state.length}`,
      );
    }
    if (state.slice(0, 4).every((word) => word === 0)) {
      throw new RangeError(
        'Generator.setState: four zeros are no state: the generator would give 0 for ever',
      );
    }
    this.#state.set(state.slice(0, 4));
    this.#spare = state.length === 5 ? state[4] : Number.NaN;
  }
}

/** The generator behind `rand`, `randn`, initialization, dropout and shuffling. Seeded with 0 at the start. */
export const defaultGenerator = new Generator(0);

/** Restarts the library's generator: the same seed gives the same numbers, every time and everywhere. */
export const manualSeed = (seed: number): Generator => defaultGenerator.manualSeed(seed);
