/** The translators of notebook 16, which builds them step by step. They read and write symbol by symbol. */
import { cat, data, Generator, nn, noGrad, type Tensor, tensor } from '../../lib';
import { batchesOf, type Corpus, isDate } from './date-corpus';

const [EMBEDDING, HIDDEN] = [24, 96];
/** No translation is longer. */
const LONGEST = 40;

/** h and c of the decoder, [1, phrases, HIDDEN] each. */
type State = [h: Tensor, c: Tensor];

/** Reads a phrase into one state, and writes the translation from it (Sutskever, Vinyals & Le 2014). */
export class EncoderDecoder extends nn.Module {
  readonly reading: nn.Embedding;
  readonly encoder = new nn.LSTM(EMBEDDING, HIDDEN / 2, { batchFirst: true, bidirectional: true });
  readonly writing: nn.Embedding;
  readonly decoder = new nn.LSTM(EMBEDDING, HIDDEN, { batchFirst: true });
  readonly output: nn.Linear;

  constructor(sourceSize: number, targetSize: number, features: number = HIDDEN) {
    super();
    this.reading = new nn.Embedding(sourceSize, EMBEDDING);
    this.writing = new nn.Embedding(targetSize, EMBEDDING);
    this.output = new nn.Linear(features, targetSize);
  }

  /** A note on each symbol, [phrases, symbols, HIDDEN], and the state at the end. */
  read(phrases: Tensor): { notes: Tensor; state: State } {
    const [notes, [h, c]] = this.encoder.forward(this.reading.forward(phrases));
    const joined = (x: Tensor): Tensor => x.transpose(0, 1).reshape([1, phrases.shape[0], HIDDEN]);
    return { notes, state: [joined(h), joined(c)] };
  }

  /** Teacher forcing: the scores of what follows each symbol of the right translations. */
  forward(phrases: Tensor, written: Tensor): Tensor {
    const { notes, state } = this.read(phrases);
    return this.write(notes, state, written).scores;
  }

  /** Scores of what follows each symbol that is written already, [phrases, symbols, targetSize], and the next state. */
  write(notes: Tensor, state: State, written: Tensor): { scores: Tensor; state: State } {
    const [h, next] = this.decoder.forward(this.writing.forward(written), state);
    return { scores: this.output.forward(this.features(notes, h)), state: next };
  }

  /** What the output sees. */
  protected features(_notes: Tensor, h: Tensor): Tensor {
    return h;
  }
}

/** Looks at all notes again before it writes a symbol: the dot products of Luong, Pham & Manning (2015), scaled. */
export class AttentionTranslator extends EncoderDecoder {
  readonly question = new nn.Linear(HIDDEN, HIDDEN, { bias: false });

  constructor(sourceSize: number, targetSize: number) {
    super(sourceSize, targetSize, 2 * HIDDEN);
  }

  protected override features(notes: Tensor, h: Tensor): Tensor {
    const questions = this.question.forward(h);
    const weights = questions.matmul(notes.transpose()).div(Math.sqrt(HIDDEN)).softmax(2);
    return cat([h, weights.matmul(notes)], 2);
  }
}

/** Greedy: the likeliest symbol each time, until all phrases have ended. The phrases have the same length. */
export function translate(model: EncoderDecoder, languages: Corpus, phrases: readonly string[]): string[] {
  return noGrad(() => {
    const { notes, state: first } = model.read(languages.source.encodeBatch(phrases));
    let state = first;
    let last = tensor(
      phrases.map(() => [data.START]),
      { dtype: 'int32' },
    );
    const written = phrases.map((): number[] => []);
    for (let step = 0; step < LONGEST && !written.every((row) => row.includes(data.END)); step++) {
      const next = model.write(notes, state, last);
      last = next.scores.argmax(2);
      state = next.state;
      last.data.forEach((symbol, i) => {
        written[i].push(symbol);
      });
    }
    return written.map((row) => languages.target.decode(row));
  });
}

/** The share that is translated without a mistake: of the dates, and of the other phrases. */
export function exactMatch(
  model: EncoderDecoder,
  languages: Corpus,
  pairs: readonly data.Translation[],
): { dates: number; phrases: number } {
  const right = { dates: 0, phrases: 0 };
  for (const batch of batchesOf(pairs, 200, new Generator(0))) {
    const phrases = batch.map(({ source }) => source);
    const found = translate(model, languages, phrases);
    for (const pair of batch.filter(({ target }, i) => found[i] === target))
      right[isDate(pair) ? 'dates' : 'phrases']++;
  }
  const dates = pairs.filter(isDate).length;
  return { dates: right.dates / dates, phrases: right.phrases / (pairs.length - dates) };
}
