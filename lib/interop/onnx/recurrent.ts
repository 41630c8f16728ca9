/** RNN, LSTM and GRU in ONNX: other layouts, another order of the gates, one operation for each layer. */
import type { TypedArray } from '../../backend/backend';
import type { StateDict } from '../../nn/module';
import type { RecurrentDescription } from '../description';
import type { OnnxWriter } from './writer';

type Kind = 'RNN' | 'LSTM' | 'GRU';

/** Where each of ONNX's gates stands in PyTorch: LSTM i o f c of i f g o, GRU z r h of r z n. */
const GATES: Record<Kind, readonly number[]> = { RNN: [0], LSTM: [0, 3, 1, 2], GRU: [1, 0, 2] };

/** The rows of `data`, which hold one block for each gate, in ONNX's order. */
function reorder(kind: Kind, data: TypedArray): TypedArray {
  const order = GATES[kind];
  const block = data.length / order.length;
  const result = data.slice();
  order.forEach((from, to) => {
    result.set(data.subarray(from * block, (from + 1) * block), to * block);
  });
  return result;
}

function joined(parts: readonly TypedArray[]): TypedArray {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Writes one operation for each layer.
 * @param from the input, and the states if they are given
 * @param to the outputs of all steps, and the last states
 */
export function writeRecurrent(
  w: OnnxWriter,
  kind: Kind,
  d: RecurrentDescription & { readonly nonlinearity?: 'tanh' | 'relu' },
  name: string,
  weights: Readonly<StateDict>,
  from: readonly string[],
  to: readonly string[],
): void {
  const { hiddenSize, numLayers, bidirectional, batchFirst, bias } = d;
  const suffixes = bidirectional ? ['', '_reverse'] : [''];
  const directions = suffixes.length;
  const gates = GATES[kind].length;
  const [x, ...states] = from;
  let sequence = batchFirst ? w.node('Transpose', [x], { perm: [1, 0, 2] }) : x;
  const lasts: string[][] = states.length > 0 || kind !== 'LSTM' ? [[], []] : [[], []];
  for (let layer = 0; layer < numLayers; layer++) {
    const weight = (part: string) =>
      suffixes
        .map((suffix) => weights[`${name}.${part}_l${layer}${suffix}`])
        .map(({ data }) => reorder(kind, data));
    const input = layer === 0 ? d.inputSize : directions * hiddenSize;
    const rows = gates * hiddenSize;
    const constant = (part: string, shape: number[]) =>
      w.constant(`${name}.${part}_l${layer}`, [directions, ...shape], joined(weight(part)));
    // Both biases of a direction stand side by side.
    const biases = (): string => {
      const [ih, hh] = [weight('bias_ih'), weight('bias_hh')];
      const data = joined(suffixes.flatMap((_, i) => [ih[i], hh[i]]));
      return w.constant(`${name}.bias_l${layer}`, [directions, 2 * rows], data);
    };
    const starts = states.map((state) => w.slice(state, 0, layer * directions, (layer + 1) * directions));
    const outputs = w.nodes(
      kind,
      [
        sequence,
        constant('weight_ih', [rows, input]),
        constant('weight_hh', [rows, hiddenSize]),
        bias ? biases() : '',
        ...(starts.length > 0 ? ['', ...starts] : []),
      ],
      {
        hidden_size: { int: hiddenSize },
        direction: bidirectional ? 'bidirectional' : 'forward',
        ...(kind === 'GRU' && { linear_before_reset: { int: 1 } }),
        ...(d.nonlinearity === 'relu' && { activations: suffixes.map(() => 'Relu') }),
      },
      kind === 'LSTM' ? 3 : 2,
    );
    // [time, directions, batch, hidden] → [time, batch, directions · hidden]
    const swapped = w.node('Transpose', [outputs[0]], { perm: [0, 2, 1, 3] });
    sequence = w.reshape(swapped, [0, 0, directions * hiddenSize]);
    outputs.slice(1).forEach((last, i) => {
      lasts[i].push(last);
    });
  }
  w.alias(to[0], batchFirst ? w.node('Transpose', [sequence], { perm: [1, 0, 2] }) : sequence);
  to.slice(1).forEach((target, i) => {
    w.alias(target, lasts[i].length === 1 ? lasts[i][0] : w.node('Concat', lasts[i], { axis: { int: 0 } }));
  });
}
