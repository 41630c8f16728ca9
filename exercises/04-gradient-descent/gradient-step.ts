/**
 * Gradient descent: fit a line to points, one step downhill at a time.
 *
 * The data are N points (xᵢ, yᵢ). The model is a line with two parameters, slope a and intercept b, and it predicts
 * ŷᵢ = a · xᵢ + b. The loss is the mean of the squared errors:
 *
 *     L(a, b) = 1/N · Σᵢ (ŷᵢ − yᵢ)²
 *
 * The gradient [∂L/∂a, ∂L/∂b] points in the direction in which the loss grows fastest. So go the other way. With the
 * learning rate η, a step changes all parameters θ at once:
 *
 *     θ ← θ − η · ∂L/∂θ
 *
 * Repeat it: at each new place the gradient is another one.
 *
 * Source: Cauchy 1847, "Méthode générale pour la résolution des systèmes d'équations simultanées".
 * Check your work with: npm run check -- gradient-step
 */

/** The parameters after one step: a new array. The two arrays that come in stay as they are. */
export function gradientStep(parameters: number[], gradient: number[], learningRate: number): number[] {
  // TODO: The formula above, for each parameter with the derivative at the same place.
  throw new Error(`Not implemented yet: gradientStep(${parameters}, ${gradient}, ${learningRate})`);
}

/** [∂L/∂a, ∂L/∂b] for the points (xᵢ, yᵢ), at the line with the parameters [a, b]. */
export function lineGradient(x: number[], y: number[], [slope, intercept]: number[]): number[] {
  // TODO: The chain rule for one point: how does (ŷ − y)² change with ŷ, and how does ŷ change with a, and with b?
  // Then take the mean over all points.
  throw new Error(`Not implemented yet: lineGradient(${x}, ${y}, ${slope}, ${intercept})`);
}

/** The way downhill: the parameters at the start and after each of the steps, so `steps` + 1 arrays [a, b]. */
export function descend(
  x: number[],
  y: number[],
  start: number[],
  learningRate: number,
  steps: number,
): number[][] {
  // TODO: At each step: the gradient at the newest place of the way, and a step from there.
  throw new Error(`Not implemented yet: descend(${x}, ${y}, ${start}, ${learningRate}, ${steps})`);
}
