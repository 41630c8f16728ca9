import { gradientsThrough, isGradEnabled, record } from '../autograd';
import { backend } from '../backend';
import type { Activation, Fused } from '../backend/shortcuts';
import { Tensor } from '../tensor';

/**
 * An operation that a backend may do in one go, though it is made of others. Where the backend has no such way, and
 * where the gradient itself will be differentiated, it is `define` that runs.
 * @param attempt null or undefined where the backend cannot do it; else its gradients are those of `inputs`, in order.
 * It is told whether they will be asked for
 * @param define the same from other operations, and from nothing that needs gradients but its arguments
 */
export function fused(
  name: string,
  inputs: readonly Tensor[],
  attempt: (recorded: boolean) => Fused | null | undefined,
  define: (...inputs: readonly Tensor[]) => Tensor,
): Tensor {
  const needed = inputs.map((input) => input.requiresGrad);
  const run = attempt(isGradEnabled() && needed.includes(true));
  if (!run) return define(...inputs);
  const backward = (gradient: Tensor): readonly (Tensor | null)[] =>
    isGradEnabled()
      ? gradientsThrough(define, inputs, gradient)
      : run.backward(gradient, needed).map((part) => part && new Tensor(part));
  return record(name, run.result, inputs, backward, true);
}

/**
 * The gradient of an activation's input from that of its value y; null where the backend has no shortcut to it, and
 * where it will be differentiated itself: then the formula beside the activation holds.
 */
export function through(activation: Activation, gradient: Tensor, y: Tensor): Tensor | null {
  const result = isGradEnabled() ? null : backend.through?.(activation, gradient, y);
  return result ? new Tensor(result) : null;
}
