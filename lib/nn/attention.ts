/** Attention: a weighted mean of values, whose weights say which keys fit a query. */
import type { DType } from '../backend/backend';
import { formatShape, sameShape } from '../shape';
import { type Tensor, zeros } from '../tensor';
import { asAdded, attentionWeights } from './attention-weights';
import { Linear } from './linear';
import { Module } from './module';
import { requireSizes } from './options';

/**
 * Hides what comes later: an int32 mask of [length, length], 1 at [i, j] where j > i, so that query i may look at
 * keys 0 … i. As in all masks of attention, what is not 0 is hidden (Vaswani et al. 2017, §3.2.3).
 */
export function causalMask(length: number): Tensor {
  const mask = zeros([length, length], { dtype: 'int32' });
  for (let i = 0; i < mask.size; i++) mask.data[i] = Number(i % length > Math.floor(i / length));
  return mask;
}

/** What a query may not look at. */
export interface ScaledDotProductOptions {
  /**
   * Broadcasts to [… , queries, keys]. int32: keys that are not 0 are hidden. Float: added to the scores.
   * (As in MultiheadAttention; torch's function of this name hides where its mask is false.)
   */
  mask?: Tensor;
  /** Hide from query i the keys after i; false unless told otherwise. */
  isCausal?: boolean;
}

/**
 * softmax(q·kᵀ/√d + mask)·v (Vaswani et al. 2017, equation 1), for q of […, queries, d], k of […, keys, d] and v of
 * […, keys, e]; the dimensions before them broadcast. The result is […, queries, e].
 * @throws on sizes that do not fit, and on a query that all keys are hidden from
 */
export function scaledDotProductAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { mask, isCausal = false }: ScaledDotProductOptions = {},
): Tensor {
  const fits = [q, k, v].every((x) => x.rank >= 2) && q.shape.at(-1) === k.shape.at(-1);
  if (!fits || k.shape.at(-2) !== v.shape.at(-2)) {
    throw new RangeError(
      'scaledDotProductAttention: expected q […, queries, d], k […, keys, d], v […, keys, e], got ' +
        `${[q, k, v].map((x) => formatShape(x.shape)).join(', ')}`,
    );
  }
  const [queries, d] = q.shape.slice(-2);
  const keys = k.shape.at(-2)!;
  const added = mask === undefined ? [] : [asAdded(mask, q.dtype)];
  if (isCausal) {
    const later = causalMask(Math.max(queries, keys)).slice([0, queries], [0, keys]);
    added.push(asAdded(later, q.dtype));
  }
  const scores = q.div(Math.sqrt(d)).matmul(k.transpose());
  return attentionWeights('scaledDotProductAttention', scores, added).matmul(v);
}

/** In which precision an AdditiveAttention computes. */
export interface AdditiveAttentionOptions {
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/**
 * The attention of the first neural translators (Bahdanau, Cho & Bengio 2015, §3.1 and A.1.2):
 * eⱼ = vᵀ tanh(W s + U hⱼ);  a = softmax(e);  context = Σⱼ aⱼhⱼ, for a decoder's state s and an encoder's outputs hⱼ.
 */
export class AdditiveAttention extends Module {
  /** W: [hidden, query]. */
  readonly query: Linear;
  /** U: [hidden, key]. */
  readonly key: Linear;
  /** v: [1, hidden]. */
  readonly score: Linear;

  /**
   * @param hiddenDim the size of W s and U h; that of the keys unless told otherwise
   * @throws unless the sizes are whole numbers ≥ 1
   */
  constructor(
    queryDim: number,
    keyDim: number,
    hiddenDim: number = keyDim,
    { dtype = 'float32' }: AdditiveAttentionOptions = {},
  ) {
    super();
    requireSizes('AdditiveAttention', { queryDim, keyDim, hiddenDim });
    this.query = new Linear(queryDim, hiddenDim, { bias: false, dtype });
    this.key = new Linear(keyDim, hiddenDim, { bias: false, dtype });
    this.score = new Linear(hiddenDim, 1, { bias: false, dtype });
  }

  /** U h for all keys, [batch, time, hidden]: the same at every step of a decoder, so compute it once. */
  projectKeys(keys: Tensor): Tensor {
    return this.key.forward(keys);
  }

  /**
   * The weights a = softmax(vᵀ tanh(W s + U h)) and the context Σⱼ aⱼhⱼ.
   * @param query the decoder's state, [batch, query]
   * @param keys the encoder's outputs, [batch, time, key]
   * @param mask [batch, time]; int32: hidden where it is not 0; float: added to the scores
   * @param projected what projectKeys(keys) gave, if it is there already
   * @returns the context [batch, key] and the weights [batch, time]
   * @throws on sizes that do not fit, and on an example that all keys are hidden of
   */
  forward(
    query: Tensor,
    keys: Tensor,
    mask?: Tensor | null,
    projected: Tensor = this.projectKeys(keys),
  ): [context: Tensor, weights: Tensor] {
    const [batch, time] = keys.shape;
    if (query.rank !== 2 || keys.rank !== 3 || query.shape[0] !== batch) {
      throw new RangeError(
        `AdditiveAttention: expected query [batch, ${this.query.inFeatures}] and keys [batch, time, ${this.key.inFeatures}], ` +
          `got ${formatShape(query.shape)} and ${formatShape(keys.shape)}`,
      );
    }
    if (mask && !sameShape(mask.shape, [batch, time])) {
      throw new RangeError(
        `AdditiveAttention: mask must be ${formatShape([batch, time])}, got ${formatShape(mask.shape)}`,
      );
    }
    const hidden = projected.add(this.query.forward(query).unsqueeze(1)).tanh();
    const scores = this.score.forward(hidden).squeeze(-1);
    const weights = attentionWeights('AdditiveAttention', scores, mask ? [asAdded(mask, scores.dtype)] : []);
    return [weights.unsqueeze(1).matmul(keys).squeeze(1), weights];
  }
}
