// Every operation through its input: exp and tanh recover it from the output, and use other forms of the derivative.

export async function addBackward(upstream: number): Promise<number[]> {
  return Array<number>(2).fill(upstream);
}

export async function mulBackward(upstream: number, a: number, b: number): Promise<number[]> {
  return [b, a].map((other) => other * upstream);
}

export async function powBackward(upstream: number, x: number, n: number): Promise<number> {
  if (n === 0) return 0;
  if (n === 1) return upstream;
  return (x === 0 ? 0 : x ** n / x) * n * upstream;
}

export async function expBackward(upstream: number, y: number): Promise<number> {
  return upstream * Math.exp(Math.log(y));
}

export async function logBackward(upstream: number, x: number): Promise<number> {
  return upstream * x ** -1;
}

export async function tanhBackward(upstream: number, y: number): Promise<number> {
  return upstream / Math.cosh(Math.atanh(y)) ** 2;
}
