/**
 * Backpropagation on one page: numbers that remember how they were computed (after Karpathy's micrograd).
 * `Value` does for single numbers what the rest of the library does for tensors.
 */
export class Value {
  /** ∂(final result)/∂(this value), after backward() was called on the final result. */
  grad = 0;

  /** An input: `new Value(2, [], '', 'x')`, or `new Value(2).named('x')`. Operations fill in the rest. */
  constructor(
    /** The number itself. */
    public data: number,
    /** The values this one was computed from, with the local derivative ∂this/∂input of each. */
    readonly inputs: readonly (readonly [input: Value, derivative: number])[] = [],
    /** What made it: '+', 'tanh' …; empty for an input. */
    readonly operation = '',
    /** A name of your own, for pictures of the graph. */
    public name = '',
  ) {}

  /** Gives this value a name. */
  named(name: string): this {
    this.name = name;
    return this;
  }

  /** a + b: both derivatives are 1. */
  add(other: Value | number): Value {
    const b = asValue(other);
    return new Value(
      this.data + b.data,
      [
        [this, 1],
        [b, 1],
      ],
      '+',
    );
  }

  /** ∂(ab)/∂a = b, ∂(ab)/∂b = a. */
  mul(other: Value | number): Value {
    const b = asValue(other);
    return new Value(
      this.data * b.data,
      [
        [this, b.data],
        [b, this.data],
      ],
      '×',
    );
  }

  /** d/dx xⁿ = n·xⁿ⁻¹. */
  pow(n: number): Value {
    return new Value(this.data ** n, [[this, n * this.data ** (n - 1)]], `^${n}`);
  }

  /** d/dx eˣ = eˣ. */
  exp(): Value {
    const y = Math.exp(this.data);
    return new Value(y, [[this, y]], 'exp');
  }

  /** d/dx ln x = 1/x. */
  log(): Value {
    return new Value(Math.log(this.data), [[this, 1 / this.data]], 'log');
  }

  /** d/dx tanh x = 1 − tanh² x. */
  tanh(): Value {
    const y = Math.tanh(this.data);
    return new Value(y, [[this, 1 - y * y]], 'tanh');
  }

  /** max(0, x): the derivative is 1 above 0, and 0 at and below it. */
  relu(): Value {
    return new Value(Math.max(0, this.data), [[this, this.data > 0 ? 1 : 0]], 'relu');
  }

  /** −x, whose derivative is −1. */
  neg(): Value {
    return new Value(-this.data, [[this, -1]], '−');
  }

  /** a − b: the derivatives are 1 and −1. */
  sub(other: Value | number): Value {
    const b = asValue(other);
    return new Value(
      this.data - b.data,
      [
        [this, 1],
        [b, -1],
      ],
      '−',
    );
  }

  /** ∂(a/b)/∂a = 1/b, ∂(a/b)/∂b = −a/b². */
  div(other: Value | number): Value {
    const b = asValue(other);
    return new Value(
      this.data / b.data,
      [
        [this, 1 / b.data],
        [b, -this.data / b.data ** 2],
      ],
      '÷',
    );
  }

  /**
   * The chain rule, from this value back to everything it was computed from:
   * each input gets ∂result/∂value · ∂value/∂input, added to what reaches it on other paths.
   * Gradients of earlier calls stay and add up, until `grad` is set to 0.
   */
  backward(): void {
    const arrived = new Map<Value, number>([[this, 1]]);
    for (const value of this.history()) {
      const gradient = arrived.get(value) ?? 0;
      value.grad += gradient;
      for (const [input, derivative] of value.inputs) {
        arrived.set(input, (arrived.get(input) ?? 0) + gradient * derivative);
      }
    }
  }

  /**
   * This value and all it was computed from, every value before its inputs: a value is done only when all that
   * it feeds are done. Without recursion, so that a chain may be longer than the call stack.
   */
  history(): Value[] {
    const order: Value[] = [];
    const seen = new Set<Value>();
    const stack: { value: Value; inputsDone: boolean }[] = [{ value: this, inputsDone: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.inputsDone) order.push(top.value);
      else if (!seen.has(top.value)) {
        seen.add(top.value);
        stack.push({ value: top.value, inputsDone: true });
        for (const [input] of top.value.inputs) stack.push({ value: input, inputsDone: false });
      }
    }
    return order.reverse();
  }

  /** Name, operation, number and gradient in one line. */
  toString(): string {
    const label = [this.name, this.operation].filter((part) => part !== '').join(' = ');
    return `Value(${label === '' ? '' : `${label}: `}data ${this.data}, grad ${this.grad})`;
  }

  /** What console.log shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const asValue = (x: Value | number): Value => (x instanceof Value ? x : new Value(x));
