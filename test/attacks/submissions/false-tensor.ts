// Returns an object with all the parts of a tensor, whose numbers change.

export function onResult(): unknown {
  class Tensor {
    dtype = 'float64';
    requiresGrad = false;
    grad = this;
    get shape(): number[] {
      return [Math.floor(Math.random() * 4)];
    }
    get data(): Float64Array {
      return new Float64Array(3);
    }
  }
  return new Tensor();
}
