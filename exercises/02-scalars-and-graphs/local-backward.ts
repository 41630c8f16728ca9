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
  // TODO: If a grows by 0.1, how much does y grow? And if b does?
  throw new Error(`Not implemented yet: addBackward(${upstream})`);
}

/** y = a · b. Returns [∂L/∂a, ∂L/∂b]. */
export function mulBackward(upstream: number, a: number, b: number): [number, number] {
  // TODO: If a grows by 0.1, y grows by 0.1 times something. What is it?
  throw new Error(`Not implemented yet: mulBackward(${upstream}, ${a}, ${b})`);
}

/** y = xⁿ, where the exponent n is a fixed number. Returns ∂L/∂x. For n = 0, y is 1 for every x: also for x = 0. */
export function powBackward(upstream: number, x: number, n: number): number {
  // TODO: The power rule. Try n = 0 and x = 0 by hand: what does JavaScript make of 0 ** -1?
  throw new Error(`Not implemented yet: powBackward(${upstream}, ${x}, ${n})`);
}

/** y = eˣ. You get the output y, not the input x. Returns ∂L/∂x. */
export function expBackward(upstream: number, y: number): number {
  // TODO: The derivative of eˣ is eˣ. Do you have this number already?
  throw new Error(`Not implemented yet: expBackward(${upstream}, ${y})`);
}

/** y = ln x, for x > 0. Returns ∂L/∂x. */
export function logBackward(upstream: number, x: number): number {
  // TODO: The logarithm is steep near 0 and flat far away: which simple function of x is that?
  throw new Error(`Not implemented yet: logBackward(${upstream}, ${x})`);
}

/** y = tanh x. You get the output y, not the input x. Returns ∂L/∂x. */
export function tanhBackward(upstream: number, y: number): number {
  // TODO: tanh'(x) = 1 − tanh(x)². Which part of this formula do you have already?
  throw new Error(`Not implemented yet: tanhBackward(${upstream}, ${y})`);
}
