/** The phrases of notebook 16 and their translations: which are for training, and how they become batches. */
import { data, Generator } from '../../lib';

type Pairs = readonly data.Translation[];

/** The languages that the course translates to. */
export type Language = 'ar' | 'fr';

/** The pairs of one language, and which of them are for what. */
export interface Corpus extends data.Translations {
  readonly training: Pairs;
  readonly validation: Pairs;
  readonly test: Pairs;
}

/** A date with its weekday and without is the same date. Arabic writes the weekday first, with a comma. */
const meaningOf = (arabic: string): string => arabic.split('، ').at(-1)!;

/**
 * 12,000 phrases, the same for each language. What means the same is on the same side: a date that is held out is held
 * out in all its forms.
 */
export function dateCorpus(language: Language): Corpus {
  const phrases = { count: 12_000, seed: 16 };
  const arabic = data.dates({ ...phrases, locale: 'ar' });
  const meanings = arabic.pairs.map(({ target }) => meaningOf(target));
  const different = [...new Set(meanings)];
  const order = new Generator(16).permutation(different.length);
  const places = new Map(different.map((meaning, i) => [meaning, order[i] / different.length]));
  const all = language === 'ar' ? arabic : data.dates({ ...phrases, locale: language });
  const between = (from: number, to: number): Pairs =>
    all.pairs.filter((_, i) => from <= places.get(meanings[i])! && places.get(meanings[i])! < to);
  return { ...all, test: between(0, 0.1), validation: between(0.1, 0.2), training: between(0.2, 1) };
}

/** Batches of phrases of the same length, in random order: so none needs to be filled up for the encoder. */
export function batchesOf(pairs: Pairs, size: number, generator: Generator): data.Translation[][] {
  const shelves = new Map<number, data.Translation[]>();
  for (const i of generator.permutation(pairs.length)) {
    const { length } = pairs[i].source;
    shelves.set(length, [...(shelves.get(length) ?? []), pairs[i]]);
  }
  const batches = [...shelves.values()].flatMap((shelf) =>
    Array.from({ length: Math.ceil(shelf.length / size) }, (_, i) => shelf.slice(i * size, (i + 1) * size)),
  );
  return Array.from(generator.permutation(batches.length), (i) => batches[i]);
}

/** Dates end in a year, or begin with one. */
export const isDate = ({ source }: data.Translation): boolean => /\d{4}$|^\d{4}-/.test(source);
