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
  // BEGIN SOLUTION
  // PROMPT The formula above, for each parameter with the derivative at the same place.
  return parameters.map((parameter, i) => parameter - learningRate * gradient[i]);
  // END SOLUTION
}

/** [∂L/∂a, ∂L/∂b] for the points (xᵢ, yᵢ), at the line with the parameters [a, b]. */
export function lineGradient(x: number[], y: number[], [slope, intercept]: number[]): number[] {
  // BEGIN SOLUTION
  // PROMPT The chain rule for one point: how does (ŷ − y)² change with ŷ, and how does ŷ change with a, and with b?
  // PROMPT Then take the mean over all points.
  let slopeGradient = 0;
  let interceptGradient = 0;
  for (let i = 0; i < x.length; i++) {
    const error = slope * x[i] + intercept - y[i];
    slopeGradient += (2 * error * x[i]) / x.length;
    interceptGradient += (2 * error) / x.length;
  }
  return [slopeGradient, interceptGradient];
  // END SOLUTION
}

/** The way downhill: the parameters at the start and after each of the steps, so `steps` + 1 arrays [a, b]. */
export function descend(
  x: number[],
  y: number[],
  start: number[],
  learningRate: number,
  steps: number,
): number[][] {
  // BEGIN SOLUTION
  // PROMPT At each step: the gradient at the newest place of the way, and a step from there.
  const way = [start];
  for (let k = 0; k < steps; k++) {
    const gradient = lineGradient(x, y, way[k]);
    way.push(gradientStep(way[k], gradient, learningRate));
  }
  return way;
  // END SOLUTION
}
