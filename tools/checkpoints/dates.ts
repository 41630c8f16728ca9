/**
 * The translators of notebook 16. `dates-arabic` lacks its last epoch, which the notebook trains.
 *
 *     node -r ./lib/typescript.cjs tools/checkpoints/dates.ts [NAME]   the three checkpoints, or one
 *     node -r ./lib/typescript.cjs tools/checkpoints/dates.ts runs     ten trainings with attention, and ten without
 */
import { data, Generator, manualSeed, nn, optim, type Tensor } from '../../lib';
import { loadRuns, type Run, saveRuns } from '../course/runs';
import { type Checkpoint, makeCheckpoint } from './common';
import { batchesOf, type Corpus, dateCorpus, type Language } from './date-corpus';
import { AttentionTranslator, EncoderDecoder, exactMatch } from './translator';

const EPOCHS = 6;
const SEEDS = 10;
/** The learning rate falls from here to 0 in a straight line. */
const FIRST_RATE = 0.005;
const [BATCH, LARGEST_NORM] = [64, 1];
const RUNS = 'dates-runs';

const networks = { attention: AttentionTranslator, plain: EncoderDecoder } as const;

const corpora = new Map<Language, Corpus>();
function corpusOf(language: Language): Corpus {
  const corpus = corpora.get(language) ?? dateCorpus(language);
  corpora.set(language, corpus);
  return corpus;
}

/** The mean cross-entropy of the symbols of the right translations, and of their ends. */
function lossOf(
  model: EncoderDecoder,
  { source, target }: Corpus,
  batch: readonly data.Translation[],
): Tensor {
  const [phrases, translations] = [batch.map((pair) => pair.source), batch.map((pair) => pair.target)];
  const wanted = target.encodeBatch(translations, { start: true, end: true });
  const scores = model.forward(source.encodeBatch(phrases), wanted.slice([], [0, -1]));
  return new nn.CrossEntropyLoss({ ignoreIndex: data.PAD }).forward(
    scores.transpose(1, 2),
    wanted.slice([], [1]),
  );
}

/** How long a training lasts. */
interface Length {
  /** The epochs that are trained, and … */
  epochs: number;
  /** … after how many the learning rate would be 0. */
  of: number;
}

/** @param onEpoch is told the mean loss of each epoch */
function train(
  model: EncoderDecoder,
  corpus: Corpus,
  seed: number,
  { epochs, of }: Length,
  onEpoch: (epoch: number, loss: number) => void,
): void {
  const optimizer = new optim.Adam(model.parameters(), { lr: FIRST_RATE });
  const generator = new Generator(seed);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const batches = batchesOf(corpus.training, BATCH, generator);
    let sum = 0;
    batches.forEach((batch, i) => {
      optimizer.groups[0].lr = FIRST_RATE * (1 - (epoch - 1 + i / batches.length) / of);
      const loss = lossOf(model, corpus, batch);
      optimizer.zeroGrad();
      loss.backward();
      nn.utils.clipGradNorm(model.parameters(), LARGEST_NORM);
      optimizer.step();
      sum += loss.item() / batches.length;
    });
    onEpoch(epoch, sum);
  }
}

function dates(
  name: string,
  language: Language,
  network: keyof typeof networks,
  length: Length,
): Checkpoint<EncoderDecoder> {
  return {
    name,
    script: 'tools/checkpoints/dates.ts',
    seed: 1,
    build: () => {
      const { source, target } = corpusOf(language);
      return new networks[network](source.size, target.size);
    },
    train: async (model, seed) =>
      train(model, corpusOf(language), seed, length, (epoch, loss) =>
        console.log(`${name}: epoch ${epoch} of ${length.epochs}, loss ${loss.toFixed(4)}`),
      ),
    heldOut: () => {
      const { source, target, test } = corpusOf(language);
      const sources = source.encodeBatch(test.map((pair) => pair.source));
      return [sources, target.encodeBatch(test.map((pair) => pair.target))];
    },
    scores: (model) => exactMatch(model, corpusOf(language), corpusOf(language).test),
  };
}

export const datesArabic = dates('dates-arabic', 'ar', 'attention', { epochs: EPOCHS - 1, of: EPOCHS });
/** Twice as long, and still behind. */
export const datesArabicPlain = dates('dates-arabic-plain', 'ar', 'plain', {
  epochs: 2 * EPOCHS,
  of: 2 * EPOCHS,
});
export const datesFrench = dates('dates-french', 'fr', 'attention', { epochs: EPOCHS, of: EPOCHS });

/** A row for each epoch, with the share of held-out dates and phrases that are translated without a mistake. */
function runOf(network: keyof typeof networks, seed: number): Run[] {
  const corpus = corpusOf('ar');
  const rows: Run[] = [];
  manualSeed(seed);
  const model = new networks[network](corpus.source.size, corpus.target.size);
  train(model, corpus, seed, { epochs: EPOCHS, of: EPOCHS }, (epoch, loss) => {
    rows.push({ network, seed, epoch, loss, ...exactMatch(model, corpus, corpus.test) });
    console.log(JSON.stringify(rows.at(-1)));
  });
  return rows;
}

/** Runs that are in the file already are not repeated. */
function makeRuns(): void {
  for (let seed = 1; seed <= SEEDS; seed++) {
    for (const network of ['attention', 'plain'] as const) {
      const done = loadRuns(RUNS);
      if (!done.some((row) => row.network === network && row.seed === seed))
        saveRuns(RUNS, [...done, ...runOf(network, seed)]);
    }
  }
}

async function main([what]: readonly string[]): Promise<void> {
  if (what === 'runs') return makeRuns();
  const all = [datesArabic, datesArabicPlain, datesFrench];
  const chosen = all.filter(({ name }) => what === undefined || what === name);
  if (chosen.length === 0) {
    const names = all.map(({ name }) => name).join(', ');
    throw new RangeError(`dates: there is no checkpoint '${what}'; it is runs or one of ${names}`);
  }
  for (const checkpoint of chosen) await makeCheckpoint(checkpoint);
}

if (require.main === module) void main(process.argv.slice(2));
