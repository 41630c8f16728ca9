/** BLEU (Papineni et al. 2002): how many n-grams of a translation are in its references. */

/** A sentence: its tokens (words, or characters), or a string that is split at white space. */
export type Sentence = string | readonly string[];

/**
 * What an n-gram precision of 0 becomes, which alone would make the whole score 0 (names and formulas of sacrebleu;
 * Chen & Cherry 2014): nothing ('none'); value/total ('floor', 0.1); value added to hits and total from bigrams on
 * ('add-k', 1); for the first, second, … zero 1/2, 1/4, … of a hit ('exp').
 */
export type BleuSmoothing = 'none' | 'floor' | 'add-k' | 'exp';

/** How BLEU counts. */
export interface BleuOptions {
  /** The longest n-grams; 4 unless told otherwise. */
  maxN?: number;
  /** 'exp' unless told otherwise, as in sacrebleu. */
  smoothing?: BleuSmoothing;
  /** The value of 'floor', 0.1 unless told otherwise, and of 'add-k', 1. */
  smoothingValue?: number;
}

/** BLEU and what it is made of. */
export interface BleuResult {
  /** BP · exp(Σ ln pₙ / N), 0 … 1. */
  readonly bleu: number;
  /** Of 1-grams, 2-grams, …, after smoothing. */
  readonly precisions: readonly number[];
  /** What a translation that is shorter than its references is multiplied by. */
  readonly brevityPenalty: number;
  /** Tokens in all candidates, c. */
  readonly candidateLength: number;
  /** Tokens in the references closest in length, r. */
  readonly referenceLength: number;
}

const tokensOf = (sentence: Sentence): readonly string[] =>
  typeof sentence === 'string' ? sentence.split(/\s+/).filter((token) => token !== '') : sentence;

/** How often each n-gram occurs. Tokens are joined by a character that none of them contains. */
function ngrams(tokens: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const gram = tokens.slice(i, i + n).join('\u0000');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/**
 * Corpus BLEU with its parts (Papineni et al. 2002): BP · exp(Σ ln pₙ / N), where pₙ is the share of the candidates'
 * n-grams, over the whole corpus, that are in a reference (each as often as it is there), and BP = exp(1 − r/c) if
 * the candidates' length c is below r, the sum of the lengths of the closest references (of two, the shorter). Equal
 * to sacrebleu's corpus_bleu(tokenize='none') / 100.
 * @param candidates one an example
 * @param references one or several an example
 * @throws on no candidates, on one without references, and on options that make no sense
 */
export function bleuParts(
  candidates: readonly Sentence[],
  references: readonly (readonly Sentence[])[],
  { maxN = 4, smoothing = 'exp', smoothingValue = smoothing === 'floor' ? 0.1 : 1 }: BleuOptions = {},
): BleuResult {
  if (candidates.length === 0) throw new RangeError('bleu: there are no candidates');
  if (candidates.length !== references.length) {
    throw new RangeError(
      `bleu: there are ${candidates.length} candidates but references for ${references.length}; ` +
        'references is a list of one or more references for each candidate',
    );
  }
  if (!Number.isInteger(maxN) || maxN < 1)
    throw new RangeError(`bleu: maxN is a whole number ≥ 1, got ${maxN}`);
  if (!['none', 'floor', 'add-k', 'exp'].includes(smoothing))
    throw new RangeError(`bleu: smoothing is none, floor, add-k or exp, got ${String(smoothing)}`);
  const hits = new Array<number>(maxN).fill(0);
  const totals = new Array<number>(maxN).fill(0);
  let [candidateLength, referenceLength] = [0, 0];
  candidates.forEach((sentence, i) => {
    const candidate = tokensOf(sentence);
    if (!Array.isArray(references[i]) || references[i].length === 0)
      throw new RangeError(`bleu: candidate ${i} has no list of references`);
    const all = references[i].map(tokensOf);
    candidateLength += candidate.length;
    referenceLength += closestLength(candidate.length, all);
    for (let n = 1; n <= maxN; n++) {
      const allowed = all.map((reference) => ngrams(reference, n));
      for (const [gram, times] of ngrams(candidate, n)) {
        hits[n - 1] += Math.min(times, Math.max(...allowed.map((counts) => counts.get(gram) ?? 0)));
        totals[n - 1] += times;
      }
    }
  });
  const brevityPenalty =
    candidateLength >= referenceLength
      ? 1
      : candidateLength === 0
        ? 0
        : Math.exp(1 - referenceLength / candidateLength);
  // Nothing at all in common stays 0, however it is smoothed.
  const precisions = hits.some((count) => count > 0)
    ? smoothed(hits, totals, smoothing, smoothingValue)
    : hits.map(() => 0);
  const meanLog = precisions.reduce((sum, p) => sum + Math.log(p), 0) / maxN;
  return {
    bleu: brevityPenalty * Math.exp(meanLog),
    precisions,
    brevityPenalty,
    candidateLength,
    referenceLength,
  };
}

function smoothed(
  hits: readonly number[],
  totals: readonly number[],
  smoothing: BleuSmoothing,
  value: number,
): number[] {
  let zeros = 0;
  return hits.map((count, i) => {
    const added = smoothing === 'add-k' && i > 0 ? value : 0;
    const [hit, total] = [count + added, totals[i] + added];
    // Sentences too short for such an n-gram: no smoothing can tell what its precision would be.
    if (total === 0) return 0;
    if (hit > 0) return hit / total;
    if (smoothing === 'exp') return 1 / (2 ** ++zeros * total);
    return smoothing === 'floor' ? value / total : 0;
  });
}

function closestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((reference) => reference.length).sort((a, b) => a - b);
  return lengths.reduce((best, next) => (Math.abs(next - length) < Math.abs(best - length) ? next : best));
}

/** Corpus BLEU, 0 … 1: BP · exp(Σ ln pₙ / N) (Papineni et al. 2002). See `bleuParts`. */
export const bleu = (
  candidates: readonly Sentence[],
  references: readonly (readonly Sentence[])[],
  options: BleuOptions = {},
): number => bleuParts(candidates, references, options).bleu;
