// The geometric mean by logarithms, as in the paper; n-grams are looked for in a list that gets shorter.

export type Sentence = readonly string[];

export interface Matches {
  readonly matched: number;
  readonly total: number;
}

export function countMatches(candidate: Sentence, reference: Sentence, n: number): Matches {
  const pieces = (sentence: Sentence): string[] => {
    const list: string[] = [];
    for (let end = n; end <= sentence.length; end++) list.push(JSON.stringify(sentence.slice(end - n, end)));
    return list;
  };
  const unused = pieces(reference);
  const own = pieces(candidate);
  let matched = 0;
  for (const piece of own) {
    const place = unused.indexOf(piece);
    if (place < 0) continue;
    unused.splice(place, 1);
    matched++;
  }
  return { matched, total: own.length };
}

export const brevityPenalty = (c: number, r: number): number =>
  c > 0 ? Math.exp(Math.min(0, 1 - r / c)) : 0;

export function bleu(candidates: readonly Sentence[], references: readonly Sentence[], maxN: number): number {
  let logarithms = 0;
  for (let n = 1; n <= maxN; n++) {
    const all = candidates.map((candidate, i) => countMatches(candidate, references[i], n));
    const sum = (part: keyof Matches): number => all.reduce((total, one) => total + one[part], 0);
    if (sum('matched') === 0) return 0;
    logarithms += Math.log(sum('matched') / sum('total'));
  }
  return Math.exp(logarithms / maxN) * brevityPenalty(candidates.flat().length, references.flat().length);
}
