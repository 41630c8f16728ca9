/**
 * One step backward, for six operations.
 *
 * An operation y = f(a, b) is a small part of a long computation. At the end of it stands one number L, the loss. The
 * backward pass arrives at the operation with one number, the upstream gradient ∂L/∂y: how fast L changes when y
 * changes. The operation turns it into one gradient for each of its inputs, by the chain rule:
 *
 *     ∂L/∂a = ∂L/∂y · ∂y/∂a          ∂L/∂b = ∂L/∂y · ∂y/∂b
 *
 * That is all an operation has to know. The rest of the computation does not matter to it.
 *
 * Some derivatives need the inputs of the operation. Others are simpler with its output y, which the forward pass has
 * computed already: so keep it, and do not compute it twice. Look at each function's parameters to see what you get.
 *
 * Source: Rumelhart, Hinton & Williams 1986, "Learning representations by back-propagating errors".
 * Check your work with: npm run check -- local-backward
 */

/** y = a + b. Returns [∂L/∂a, ∂L/∂b]. */
export function addBackward(upstream: number): [number, number] {
  // BEGIN SOLUTION
  // PROMPT If a grows by 0.1, how much does y grow? And if b does?
  return [upstream, upstream];
  // END SOLUTION
}

/** y = a · b. Returns [∂L/∂a, ∂L/∂b]. */
export function mulBackward(upstream: number, a: number, b: number): [number, number] {
  // BEGIN SOLUTION
  // PROMPT If a grows by 0.1, y grows by 0.1 times something. What is it?
  return [upstream * b, upstream * a];
  // END SOLUTION
}

/** y = xⁿ, where the exponent n is a fixed number. Returns ∂L/∂x. For n = 0, y is 1 for every x: also for x = 0. */
export function powBackward(upstream: number, x: number, n: number): number {
  // BEGIN SOLUTION
  // PROMPT The power rule. Try n = 0 and x = 0 by hand: what does JavaScript make of 0 ** -1?
  return n === 0 ? 0 : upstream * n * x ** (n - 1);
  // END SOLUTION
}

/** y = eˣ. You get the output y, not the input x. Returns ∂L/∂x. */
export function expBackward(upstream: number, y: number): number {
  // BEGIN SOLUTION
  // PROMPT The derivative of eˣ is eˣ. Do you have this number already?
  return upstream * y;
  // END SOLUTION
}

/** y = ln x, for x > 0. Returns ∂L/∂x. */
export function logBackward(upstream: number, x: number): number {
  // BEGIN SOLUTION
  // PROMPT The logarithm is steep near 0 and flat far away: which simple function of x is that?
  return upstream / x;
  // END SOLUTION
}

/** y = tanh x. You get the output y, not the input x. Returns ∂L/∂x. */
export function tanhBackward(upstream: number, y: number): number {
  // BEGIN SOLUTION
  // PROMPT tanh'(x) = 1 − tanh(x)². Which part of this formula do you have already?
  return upstream * (1 - y ** 2);
  // END SOLUTION
}
