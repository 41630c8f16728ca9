import type { DType } from '../backend/backend';
import { type Tensor, zeros } from '../tensor';
import { normal } from './init';
import { Module, Parameter } from './module';
import { requireSizes } from './options';

/** What a table of vectors begins with. */
export interface EmbeddingOptions {
  /** The row of the symbol that fills up short sequences: it starts as zeros and is never trained. */
  paddingIdx?: number;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/**
 * A table of learned vectors (Bengio et al. 2003): y = weight[index], int32 indices of any shape […] → […, dim]. The
 * weight is [num, dim] and starts from N(0, 1). A row that is used several times gets the sum of its gradients; row
 * `paddingIdx` gets none.
 * @throws in forward on an index outside 0 … num − 1, naming it
 */
export class Embedding extends Module {
  /** The table, [num, dim]. */
  readonly weight: Parameter;
  /** The row that is never trained, counted from 0; null if there is none. */
  readonly paddingIdx: number | null;

  constructor(
    /** The number of rows: how many symbols there are. */
    readonly numEmbeddings: number,
    /** The length of each vector. */
    readonly embeddingDim: number,
    { paddingIdx, dtype = 'float32' }: EmbeddingOptions = {},
  ) {
    super();
    requireSizes('Embedding', { numEmbeddings, embeddingDim });
    const weight = normal(zeros([numEmbeddings, embeddingDim], { dtype }));
    this.paddingIdx = null;
    if (paddingIdx !== undefined) {
      if (!Number.isInteger(paddingIdx) || paddingIdx < -numEmbeddings || paddingIdx >= numEmbeddings) {
        throw new RangeError(
          `Embedding: paddingIdx is one of the rows 0 … ${numEmbeddings - 1}, or counts from the end, got ${paddingIdx}`,
        );
      }
      this.paddingIdx = paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx;
      weight.data.fill(0, this.paddingIdx * embeddingDim, (this.paddingIdx + 1) * embeddingDim);
    }
    this.weight = new Parameter(weight);
  }

  /** int32 indices […] → […, dim]. @throws on another dtype, and on an index that is no row */
  forward(indices: Tensor): Tensor {
    this.#checkIndices(indices);
    const flat = indices.reshape([indices.size]);
    const rows = this.weight.indexSelect(0, flat);
    // The same numbers, but where the index is the padding's no gradient passes.
    const trained =
      this.paddingIdx === null ? rows : rows.where(flat.ne(this.paddingIdx).unsqueeze(1), rows.detach());
    return trained.reshape([...indices.shape, this.embeddingDim]);
  }

  #checkIndices(indices: Tensor): void {
    if (indices.dtype !== 'int32') {
      throw new TypeError(`Embedding: indices are int32, got ${indices.dtype}; use indices.to('int32')`);
    }
    const wrong = indices.data.findIndex((index) => index < 0 || index >= this.numEmbeddings);
    if (wrong >= 0) {
      throw new RangeError(
        `Embedding: index ${indices.data[wrong]} (element ${wrong}) is not one of the ${this.numEmbeddings} rows 0 … ${this.numEmbeddings - 1}`,
      );
    }
  }
}
