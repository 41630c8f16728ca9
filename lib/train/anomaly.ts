import { type Observer, setObserver } from '../autograd';
import type { GraphNode } from '../graph';
import type { Module } from '../nn';
import { hookForward, namedModules } from '../nn/hooks';
import { formatShape, type Shape } from '../shape';
import type { Tensor } from '../tensor';
import { moduleLabel } from './hooks';

/** Where the first number that is none appeared. */
export interface Anomaly {
  /** In which pass. */
  phase: 'forward' | 'backward';
  /** The operation that produced it. */
  operation: string;
  /** The module that ran the operation, such as '2 (Linear)'; null if unknown. */
  module: string | null;
  /** NaN, Infinity or -Infinity. */
  value: number;
  /** Of the operation's inputs. */
  inputs: readonly Shape[];
  /** Of its result; in the backward pass, of the gradient with respect to an input. */
  output: Shape;
}

/** What `detectAnomaly` throws. */
export class AnomalyError extends Error {
  constructor(
    message: string,
    /** Where it happened, as data. */
    readonly anomaly: Anomaly,
  ) {
    super(message);
    this.name = 'AnomalyError';
  }
}

/** What is searched for, and where. */
export interface DetectAnomalyOptions {
  /** Names the module in which it happened. */
  model?: Module;
  /** Report infinities too; true unless told otherwise. Switch off for a model that uses them on purpose. */
  infinities?: boolean;
}

interface Origin {
  module: string | null;
  inputs: readonly Shape[];
}

/**
 * Runs `body` and throws an AnomalyError at the first operation that makes a NaN or an infinity out of other numbers,
 * forward or backward, naming the operation, the module and the shapes. An infinity that was there before (a mask of
 * −∞) may pass through; a NaN that was in the data or in a parameter is reported where it is first used.
 * It reads every number of every result: for the search, not for everyday.
 */
export function detectAnomaly<T>(body: () => T, { model, infinities = true }: DetectAnomalyOptions = {}): T {
  const running: string[] = [];
  const origins = new WeakMap<GraphNode, Origin>();
  let inBackward = false;

  const observer: Observer = {
    forward(operation, result, inputs) {
      // What a backward computes on its way is judged when it is done.
      if (inBackward) return;
      const origin = { module: running.at(-1) ?? null, inputs: inputs.map((input) => input.shape) };
      if (result.node !== null && !result.isLeaf) origins.set(result.node, origin);
      const value = worst(result, infinities);
      if (value === 0) return;
      const before = inputs.map((input) => worst(input, true));
      if (!Number.isNaN(value) && before.some((input) => input !== 0)) return;
      const anomaly: Anomaly = { phase: 'forward', operation, value, output: result.shape, ...origin };
      const given = before.findIndex((input) => input !== 0);
      throw new AnomalyError(
        `detectAnomaly: ${sentence(anomaly)}${given < 0 ? '' : ` Its input ${given} held ${before[given]} already: look at the data and the parameters`}`,
        anomaly,
      );
    },
    backward(node, run) {
      inBackward = true;
      try {
        const parts = run();
        for (const part of parts) {
          const value = part === null ? 0 : worst(part, infinities);
          if (part === null || value === 0) continue;
          const origin = origins.get(node) ?? { module: null, inputs: [] };
          const anomaly: Anomaly = {
            phase: 'backward',
            operation: node.name,
            value,
            output: part.shape,
            ...origin,
          };
          throw new AnomalyError(`detectAnomaly: ${sentence(anomaly)}`, anomaly);
        }
        return parts;
      } finally {
        inBackward = false;
      }
    },
  };

  const unhook =
    model &&
    hookForward(namedModules(model), {
      before: (path, module) => running.push(moduleLabel(path, module)),
      always: () => running.pop(),
    });
  const outer = setObserver(observer);
  try {
    const result = body();
    if (result instanceof Promise) {
      throw new TypeError(
        'detectAnomaly: the function is async, and would go on after the end of the search; await outside of it',
      );
    }
    return result;
  } finally {
    setObserver(outer);
    unhook?.();
  }
}

/** The first NaN among the numbers, else the first infinity, else 0. */
function worst({ data, dtype }: Tensor, infinities: boolean): number {
  if (dtype === 'int32') return 0;
  let infinite = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    // x − x is 0 for every number but NaN and the infinities.
    if (value - value === 0) continue;
    if (Number.isNaN(value)) return value;
    if (infinite === 0 && infinities) infinite = value;
  }
  return infinite;
}

function sentence({ phase, operation, module, value, inputs, output }: Anomaly): string {
  const where = module === null ? '' : ` in module ${module}`;
  const shapes = inputs.length === 0 ? '' : ` of ${inputs.map(formatShape).join(' and ')}`;
  const what = `the first ${value} comes from '${operation}'${shapes}${where}`;
  return phase === 'forward'
    ? `${what}, forward: its result ${formatShape(output)} holds it.`
    : `${what}, backward: the gradient ${formatShape(output)} of an input holds it.`;
}
