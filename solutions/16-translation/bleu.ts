/**
 * BLEU: how much a translation has in common with the translation of a person.
 *
 * A sentence is a list of words, its tokens. An n-gram is n tokens in a row. The precision pₙ asks: of all n-grams of
 * the candidates (the translations that are judged), how many also stand in their references? Each n-gram of a
 * candidate counts at most as often as it stands in its own reference: this is called clipping. Without it, the candidate
 * "the the the the" would be perfect wherever the reference contains "the".
 *
 *     pₙ = (clipped matches of n-grams, summed over all sentences) / (n-grams of the candidates, all sentences)
 *
 * A candidate that is too short could have perfect precision. The brevity penalty BP makes up for it. With c tokens in all
 * candidates and r tokens in all references:
 *
 *     BP = 1 if c ≥ r, else e^(1 − r/c)
 *
 * BLEU is the penalty times the geometric mean of the precisions for n = 1 … N:
 *
 *     BLEU = BP · (p₁ · p₂ · … · p_N)^(1/N)
 *
 * All sums run over the whole corpus before anything is divided. If a precision is 0, BLEU is 0, also when the candidates
 * have no n-gram of this length at all.
 *
 * Source: K. Papineni, S. Roukos, T. Ward, W. Zhu, "BLEU: a Method for Automatic Evaluation of Machine Translation",
 * ACL 2002.
 *
 * Check your work with: npm run check -- bleu
 */

export type Sentence = readonly string[];

/** What pₙ is made of, for one sentence. */
export interface Matches {
  /** How many n-grams of the candidate match, clipped. */
  readonly matched: number;
  /** How many n-grams the candidate has. */
  readonly total: number;
}

/**
 * The n-grams that a candidate shares with its reference.
 * Example: for n = 1, "the the cat" and "the cat sat" share 2 of 3: one "the" and one "cat".
 */
export function countMatches(candidate: Sentence, reference: Sentence, n: number): Matches {
  // BEGIN SOLUTION
  // PROMPT 1. How often does each n-gram stand in a sentence? Write a little function for it, and call it twice.
  // PROMPT 2. Each n-gram of the candidate matches as often as it stands in both.
  const count = (sentence: Sentence): Map<string, number> => {
    const counts = new Map<string, number>();
    for (let i = 0; i + n <= sentence.length; i++) {
      const gram = sentence.slice(i, i + n).join(' ');
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    return counts;
  };
  const wanted = count(reference);
  let matched = 0;
  let total = 0;
  for (const [gram, times] of count(candidate)) {
    matched += Math.min(times, wanted.get(gram) ?? 0);
    total += times;
  }
  return { matched, total };
  // END SOLUTION
}

/** BP, for c tokens in the candidates and r tokens in the references; 0 when there is no candidate token at all. */
export function brevityPenalty(c: number, r: number): number {
  // BEGIN SOLUTION
  // PROMPT Two cases, and c = 0 is a third: then nothing was translated.
  if (c === 0) return 0;
  return c >= r ? 1 : Math.exp(1 - r / c);
  // END SOLUTION
}

/** BLEU of a corpus, 0 … 1: the candidate at place i belongs to the reference at place i. N is maxN. */
export function bleu(candidates: readonly Sentence[], references: readonly Sentence[], maxN: number): number {
  // BEGIN SOLUTION
  // PROMPT 1. For each n: add up the matches and the totals of all sentences, and only then divide.
  // PROMPT 2. The geometric mean of the precisions, times the brevity penalty of the whole corpus.
  let product = 1;
  for (let n = 1; n <= maxN; n++) {
    let matched = 0;
    let total = 0;
    candidates.forEach((candidate, i) => {
      const own = countMatches(candidate, references[i], n);
      matched += own.matched;
      total += own.total;
    });
    product *= total === 0 ? 0 : matched / total;
  }
  const tokens = (sentences: readonly Sentence[]): number =>
    sentences.reduce((sum, one) => sum + one.length, 0);
  return brevityPenalty(tokens(candidates), tokens(references)) * product ** (1 / maxN);
  // END SOLUTION
}
