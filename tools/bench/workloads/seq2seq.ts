/** A translator of characters: one LSTM reads, another writes and looks back at what was read. */
import { cat, nn, type Tensor, tensor } from '../../../lib';
import { BATCH, type Task } from './network';

const VOCABULARY = 48;
const [EMBEDDING, HIDDEN] = [32, 128];
const [SOURCE, TARGET] = [24, 12];

/** Attention by dot products, as Luong, Pham & Manning (2015) put it behind the decoder, scaled. */
class Seq2Seq extends nn.Module {
  readonly source = new nn.Embedding(VOCABULARY, EMBEDDING);
  readonly previous = new nn.Embedding(VOCABULARY, EMBEDDING);
  readonly encoder = new nn.LSTM(EMBEDDING, HIDDEN, { batchFirst: true, bias: false });
  readonly decoder = new nn.LSTM(EMBEDDING, HIDDEN, { batchFirst: true, bias: false });
  readonly combine = new nn.Linear(2 * HIDDEN, HIDDEN);
  readonly scores = new nn.Linear(HIDDEN, VOCABULARY);

  /** What is read [batch, 24], and what the writer has just written [batch, 12] → scores [batch, 12, 48]. */
  forward(source: Tensor, previous: Tensor): Tensor {
    const [read, state] = this.encoder.forward(this.source.forward(source));
    const [written] = this.decoder.forward(this.previous.forward(previous), state);
    const context = nn.scaledDotProductAttention(written, read, read);
    return this.scores.forward(this.combine.forward(cat([written, context], 2)).tanh());
  }
}

/** Characters that look irregular and are the same for everyone. */
function characters(length: number, step: number): Tensor {
  const values = Int32Array.from({ length: BATCH * length }, (_, i) => (i * step + (i >> 3)) % VOCABULARY);
  return tensor(values).reshape([BATCH, length]);
}

export function seq2seq(): Task {
  const model = new Seq2Seq();
  // With the right characters before it ("teacher forcing"), each next one is learned at the same time.
  const [source, previous, next] = [characters(SOURCE, 7), characters(TARGET, 11), characters(TARGET, 13)];
  const criterion = new nn.CrossEntropyLoss();
  const loss = () => {
    const scores = model.forward(source, previous);
    return criterion.forward(scores.reshape([BATCH * TARGET, VOCABULARY]), next.reshape([BATCH * TARGET]));
  };
  return { model, inputs: [source, previous, next], loss };
}
