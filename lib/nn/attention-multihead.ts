import type { DType } from '../backend/backend';
import { dropout, linear } from '../ops';
import { formatShape, sameShape } from '../shape';
import { Tensor, zeros } from '../tensor';
import { asAdded, attentionWeights } from './attention-weights';
import { xavierUniform } from './init';
import { Linear } from './linear';
import { Module, Parameter } from './module';
import { requireSizes } from './options';

/** What a MultiheadAttention consists of, and how its tensors are laid out. */
export interface MultiheadAttentionOptions {
  /** Add biases before and after; true unless told otherwise. */
  bias?: boolean;
  /** Input and output are [batch, time, embed]; otherwise, and unless told, [time, batch, embed]. */
  batchFirst?: boolean;
  /** Dropout on the weights, in training; 0 unless told otherwise. */
  dropout?: number;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/** What a query may not look at. int32: hidden where it is not 0. Float: added to the scores. */
export interface AttentionMasks {
  /** Keys that only fill up short sequences: [batch, keys]. */
  keyPaddingMask?: Tensor;
  /** For all examples [queries, keys], or for each head of each [batch · heads, queries, keys]. */
  attnMask?: Tensor;
}

/**
 * Attention in several subspaces (Vaswani et al. 2017, §3.2.2): queries, keys and values are projected, split into
 * `numHeads` parts of embedDim/numHeads numbers, attended to part by part, joined, and projected again.
 * Parameters as in PyTorch: in_proj_weight [3·embed, embed] (for q, k, v one below the other), in_proj_bias,
 * out_proj.weight, out_proj.bias.
 * @throws when embedDim cannot be divided among the heads
 */
export class MultiheadAttention extends Module {
  /** W_q, W_k and W_v one below the other: [3·embed, embed]. */
  readonly inProjWeight: Parameter;
  /** Their biases: [3·embed]. */
  readonly inProjBias: Parameter | null;
  /** The last projection: [embed, embed]. */
  readonly outProj: Linear;
  /** Whether the batch is the first dimension. */
  readonly batchFirst: boolean;
  /** The share of weights that training drops. */
  readonly dropout: number;

  constructor(
    /** The size of queries, keys, values and outputs. */
    readonly embedDim: number,
    /** How many parts attend on their own, each of embedDim/numHeads numbers. */
    readonly numHeads: number,
    options: MultiheadAttentionOptions = {},
  ) {
    super();
    const { bias = true, batchFirst = false, dropout = 0, dtype = 'float32' } = options;
    requireSizes('MultiheadAttention', { embedDim, numHeads });
    if (embedDim % numHeads !== 0) {
      throw new RangeError(
        `MultiheadAttention: embedDim ${embedDim} cannot be divided among ${numHeads} heads; choose a multiple`,
      );
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new RangeError(`MultiheadAttention: dropout is a number in 0 … 1, got ${dropout}`);
    }
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.inProjWeight = new Parameter(xavierUniform(zeros([3 * embedDim, embedDim], { dtype })));
    this.inProjBias = bias ? new Parameter(zeros([3 * embedDim], { dtype })) : null;
    this.outProj = new Linear(embedDim, embedDim, { bias, dtype });
    this.outProj.bias?.data.fill(0);
  }

  /**
   * softmax(q·kᵀ/√d + mask)·v in each head, d being embedDim/numHeads; the heads' outputs side by side go through
   * outProj.
   * @param query [queries, batch, embed]; key and value [keys, batch, embed]; batch first with `batchFirst`; or all
   *   three without a batch
   * @param masks what is hidden; a tensor alone is `attnMask`
   * @returns the output, like query, and the weights, the mean of all heads: [batch, queries, keys]
   * @throws on sizes that do not fit, and on a query that all keys are hidden from
   */
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    masks: AttentionMasks | Tensor = {},
  ): [output: Tensor, weights: Tensor] {
    this.#checkInputs(query, key, value);
    const unbatched = query.rank === 2;
    const toBatches = (x: Tensor): Tensor => {
      if (unbatched) return x.unsqueeze(0);
      return this.batchFirst ? x : x.transpose(0, 1);
    };
    const [q, k, v] = [query, key, value].map((x, i) => this.#heads(toBatches(x), i));
    const [batch, heads, queries, d] = q.shape;

    const scores = q.div(Math.sqrt(d)).matmul(k.transpose());
    const added = this.#masks(masks instanceof Tensor ? { attnMask: masks } : masks, scores, unbatched);
    const weights = dropout(
      attentionWeights('MultiheadAttention', scores, added),
      this.dropout,
      this.training,
    );
    const joined = weights
      .matmul(v)
      .transpose(1, 2)
      .reshape([batch, queries, heads * d]);

    const output = this.outProj.forward(joined);
    const mean = weights.mean(1);
    if (unbatched) return [output.squeeze(0), mean.squeeze(0)];
    return [this.batchFirst ? output : output.transpose(0, 1), mean];
  }

  /** Projects [batch, time, embed] with one third of in_proj and splits it: [batch, heads, time, embed/heads]. */
  #heads(x: Tensor, third: number): Tensor {
    const rows: [number, number] = [third * this.embedDim, (third + 1) * this.embedDim];
    const [batch, time] = x.shape;
    const flat = x.reshape([batch * time, this.embedDim]);
    return linear(flat, this.inProjWeight.slice(rows), this.inProjBias?.slice(rows) ?? null)
      .reshape([batch, time, this.numHeads, this.embedDim / this.numHeads])
      .transpose(1, 2);
  }

  /** What the masks add to scores of [batch, heads, queries, keys]. */
  #masks({ keyPaddingMask, attnMask }: AttentionMasks, scores: Tensor, unbatched: boolean): Tensor[] {
    const [batch, heads, queries, keys] = scores.shape;
    const added: Tensor[] = [];
    if (keyPaddingMask !== undefined) {
      const expected = unbatched ? [keys] : [batch, keys];
      checkMask('keyPaddingMask', keyPaddingMask, [expected]);
      added.push(asAdded(keyPaddingMask, scores.dtype).reshape([batch, 1, 1, keys]));
    }
    if (attnMask !== undefined) {
      checkMask('attnMask', attnMask, [
        [queries, keys],
        [batch * heads, queries, keys],
      ]);
      const mask = asAdded(attnMask, scores.dtype);
      added.push(attnMask.rank === 2 ? mask : mask.reshape([batch, heads, queries, keys]));
    }
    return added;
  }

  #checkInputs(query: Tensor, key: Tensor, value: Tensor): void {
    const all = [query, key, value];
    const [batchDim, timeDim] = this.batchFirst ? [0, 1] : [1, 0];
    const fits =
      (query.rank === 2 || query.rank === 3) &&
      all.every((x) => x.rank === query.rank && x.shape.at(-1) === this.embedDim) &&
      (query.rank === 2 || all.every((x) => x.shape[batchDim] === query.shape[batchDim])) &&
      key.shape[query.rank === 2 ? 0 : timeDim] === value.shape[query.rank === 2 ? 0 : timeDim];
    if (!fits) {
      const layout = (time: string): string =>
        this.batchFirst ? `[batch, ${time}, ${this.embedDim}]` : `[${time}, batch, ${this.embedDim}]`;
      throw new RangeError(
        `MultiheadAttention: expected query ${layout('queries')}, key and value ${layout('keys')}, or all without ` +
          `batch, got ${all.map((x) => formatShape(x.shape)).join(', ')}`,
      );
    }
  }
}

function checkMask(name: string, mask: Tensor, expected: readonly (readonly number[])[]): void {
  if (!expected.some((shape) => sameShape(mask.shape, shape))) {
    throw new RangeError(
      `MultiheadAttention: ${name} must be ${expected.map(formatShape).join(' or ')}, got ${formatShape(mask.shape)}`,
    );
  }
}
