// Both lists of n-grams are sorted and merged, as in merge sort; promises are allowed, too.

export type Sentence = readonly string[];

export interface Matches {
  readonly matched: number;
  readonly total: number;
}

function sortedGrams(sentence: Sentence, n: number): string[] {
  return sentence
    .flatMap((_, i) => (i + n > sentence.length ? [] : [sentence.slice(i, i + n).join('\n')]))
    .sort();
}

export function countMatches(candidate: Sentence, reference: Sentence, n: number): Matches {
  const a = sortedGrams(candidate, n);
  const b = sortedGrams(reference, n);
  let [i, j, matched] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      matched++;
      i++;
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return { matched, total: a.length };
}

export function brevityPenalty(c: number, r: number): number {
  if (c >= r) return c === 0 ? 0 : 1;
  return c === 0 ? 0 : Math.E ** ((c - r) / c);
}

export async function bleu(
  candidates: readonly Sentence[],
  references: readonly Sentence[],
  maxN: number,
): Promise<number> {
  const matched = new Array<number>(maxN).fill(0);
  const total = new Array<number>(maxN).fill(0);
  let c = 0;
  let r = 0;
  for (let i = 0; i < candidates.length; i++) {
    c += candidates[i].length;
    r += references[i].length;
    for (let n = 0; n < maxN; n++) {
      const one = countMatches(candidates[i], references[i], n + 1);
      matched[n] += one.matched;
      total[n] += one.total;
    }
  }
  if (matched.includes(0)) return 0;
  return brevityPenalty(c, r) * matched.reduce((p, m, n) => p * (m / total[n]) ** (1 / maxN), 1);
}
