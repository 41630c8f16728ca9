// Every gradient is kept, and each velocity is the sum of all of them, weighted by powers of μ.

type Options = { momentum: number; nesterov: boolean };

export class Momentum {
  readonly #gradients: number[][] = [];

  constructor(readonly options: Options) {}

  step(parameters: number[], gradient: number[], learningRate: number): number[] {
    const { momentum, nesterov } = this.options;
    this.#gradients.unshift([...gradient]);
    return parameters.map((parameter, i) => {
      let velocity = 0;
      for (let age = 0; age < this.#gradients.length; age++)
        velocity += momentum ** age * this.#gradients[age][i];
      return parameter - learningRate * (nesterov ? momentum * velocity + gradient[i] : velocity);
    });
  }
}
