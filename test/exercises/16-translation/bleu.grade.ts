// The graded tests of the exercise bleu. What is right comes from the library's metrics, which are sacrebleu's.

import { metrics } from '../../../lib';
import { bleu as entry } from '../../../tools/grader/catalog/16-translation';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof entry>;
type Sentence = readonly string[];
interface Matches {
  readonly matched: number;
  readonly total: number;
}

/** n-grams of a sentence, one after the other. */
const grams = (sentence: Sentence, n: number): string[] =>
  sentence
    .slice(0, Math.max(0, sentence.length - n + 1))
    .map((_, i) => JSON.stringify(sentence.slice(i, i + n)));

/** Crosses out in the reference what the candidate uses. */
function rightMatches(candidate: Sentence, reference: Sentence, n: number): Matches {
  const left = grams(reference, n);
  const own = grams(candidate, n);
  const matched = own.filter((gram) => {
    const place = left.indexOf(gram);
    if (place >= 0) left.splice(place, 1);
    return place >= 0;
  });
  return { matched: matched.length, total: own.length };
}

const rightPenalty = (c: number, r: number): number => (c === 0 ? 0 : Math.min(1, Math.exp(1 - r / c)));

const rightBleu = (candidates: readonly Sentence[], references: readonly Sentence[], maxN: number): number =>
  metrics.bleu(
    candidates,
    references.map((reference) => [reference]),
    { maxN, smoothing: 'none' },
  );

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  function wrongMatches(candidate: Sentence, reference: Sentence, n: number): Matches {
    const of = (sentence: Sentence): string[] => {
      const all = grams(sentence, n);
      const kept = is('one-gram-short') ? all.slice(0, -1) : all;
      return is('order-ignored') ? kept.map((gram) => JSON.stringify(JSON.parse(gram).sort())) : kept;
    };
    const [own, other] = [of(candidate), of(reference)];
    if (is('not-clipped'))
      return { matched: own.filter((gram) => other.includes(gram)).length, total: own.length };
    if (is('each-gram-once')) {
      const once = [...new Set(own)];
      return { matched: once.filter((gram) => other.includes(gram)).length, total: once.length };
    }
    const times = (list: readonly string[], gram: string): number =>
      list.filter((one) => one === gram).length;
    const matched = [...new Set(own)].reduce(
      (sum, gram) => sum + Math.min(times(own, gram), times(other, gram)),
      0,
    );
    return { matched, total: is('recall-for-precision') ? other.length : own.length };
  }
  const countMatches = mistake === undefined ? rightMatches : wrongMatches;

  function wrongPenalty(c: number, r: number): number {
    if (c === 0) return 0;
    if (is('penalty-forgotten')) return 1;
    if (is('penalty-for-long')) return c <= r ? 1 : Math.exp(1 - c / r);
    if (is('penalty-linear')) return Math.min(1, c / r);
    if (is('penalty-upside-down')) return c >= r ? 1 : Math.exp(1 - c / r);
    return rightPenalty(c, r);
  }
  const brevityPenalty = mistake === undefined ? rightPenalty : wrongPenalty;

  function wrongBleu(candidates: readonly Sentence[], references: readonly Sentence[], maxN: number): number {
    if (is('mean-of-sentences')) {
      const all = candidates.map((candidate, i) => rightBleu([candidate], [references[i]], maxN));
      return all.reduce((sum, one) => sum + one, 0) / all.length;
    }
    const precisions = Array.from({ length: maxN }, (_, i) => {
      const parts = candidates.map((candidate, j) => countMatches(candidate, references[j], i + 1));
      const total = parts.reduce((sum, part) => sum + part.total, 0);
      return total === 0 ? 0 : parts.reduce((sum, part) => sum + part.matched, 0) / total;
    });
    const product = precisions.reduce((a, b) => a * b, 1);
    let mean = product ** (1 / maxN);
    if (is('arithmetic-mean')) mean = precisions.reduce((a, b) => a + b, 0) / maxN;
    if (is('root-forgotten')) mean = product;
    if (is('longest-only')) mean = precisions[maxN - 1];
    const length = (sentences: readonly Sentence[]): number => sentences.flat().length;
    return brevityPenalty(length(candidates), length(references)) * mean;
  }

  return { countMatches, brevityPenalty, bleu: mistake === undefined ? rightBleu : wrongBleu };
}

const WORDS = ['the', 'cat', 'dog', 'sat', 'on', 'a', 'mat', 'saw'];

/** A translation of a sentence that has most of it in common, shorter by some words (or longer by one), and the sentence. */
function pair(draw: Draw, length: number, shorter = 0): [Sentence, Sentence] {
  const reference = Array.from({ length }, () => draw.pick(WORDS));
  if (length > 3) reference[length - 1] = reference[0];
  const candidate = [...reference];
  if (length > 4) {
    const place = draw.int(1, length - 3);
    [candidate[place], candidate[place + 1]] = [candidate[place + 1], candidate[place]];
  }
  if (length > 2) candidate.splice(draw.int(0, 1), 1, candidate[1]);
  if (shorter < 0) candidate.push(draw.pick(WORDS));
  return [candidate.slice(0, Math.max(0, candidate.length - Math.max(0, shorter))), reference];
}

function corpus(
  draw: Draw,
  lengths: readonly number[],
  shorter: number,
  maxN: number,
): [Sentence[], Sentence[], number] {
  const pairs = lengths.map((length) => pair(draw, length, shorter));
  return [pairs.map(([candidate]) => candidate), pairs.map(([, reference]) => reference), maxN];
}

export default gradedExercise(entry, model, (kit) => ({
  matches: kit.calls('countMatches', {
    sizes: [
      [1, 1],
      [5, 1],
      [2, 3],
      [6, 2],
      [8, 2],
      [9, 3],
      [10, 1],
      [12, 2],
    ],
    draw: (draw, [length, n]) => [...pair(draw, length, draw.int(0, 1)), n],
  }),
  brevity: kit.calls('brevityPenalty', {
    sizes: ['equal', 'short', 'shorter', 'long', 'none'] as const,
    draw: (draw, size): [number, number] => {
      const r = draw.int(10, 40);
      return [
        { equal: r, short: r - draw.int(1, 4), shorter: draw.int(2, 6), long: r + draw.int(3, 9), none: 0 }[
          size
        ],
        r,
      ];
    },
  }),
  corpus: kit.calls('bleu', {
    sizes: [
      [[9], 0, 2],
      [[12, 8], 1, 2],
      [[14, 3, 11], 1, 3],
      [[13, 7, 12], -1, 2],
      [[3, 2], 0, 4],
      [[16, 9], 2, 1],
    ] as [number[], number, number][],
    draw: (draw, [lengths, shorter, maxN]) => corpus(draw, lengths, shorter, maxN),
  }),
}));
