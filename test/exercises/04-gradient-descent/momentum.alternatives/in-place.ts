// One velocity array for good, changed in place; the sign of the velocity is turned round, as physicists write it.

interface Options {
  momentum: number;
  nesterov: boolean;
}

export class Momentum {
  private readonly mu: number;
  private readonly ahead: boolean;
  private velocity: Float64Array | undefined;

  constructor({ momentum, nesterov }: Options) {
    this.mu = momentum;
    this.ahead = nesterov;
  }

  async step(parameters: number[], gradient: number[], rate: number): Promise<number[]> {
    this.velocity ??= new Float64Array(parameters.length);
    const next: number[] = [];
    for (let i = 0; i < parameters.length; i++) {
      this.velocity[i] = this.mu * this.velocity[i] - gradient[i];
      const change = this.ahead ? this.mu * this.velocity[i] - gradient[i] : this.velocity[i];
      next[i] = parameters[i] + rate * change;
    }
    return next;
  }
}
