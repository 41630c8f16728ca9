import { bleu } from '../../../tools/grader/catalog/16-translation';
import { mutantsOf } from '../../../tools/grader/mutants';

const CLIPPED = 'Math.min(times, wanted.get(gram) ?? 0)';
const PENALTY = 'return c >= r ? 1 : Math.exp(1 - r / c);';
const PRECISION = 'product *= total === 0 ? 0 : matched / total;';
const RESULT = 'brevityPenalty(tokens(candidates), tokens(references)) * product ** (1 / maxN)';

export default mutantsOf(bleu, [
  { misconception: 'not-clipped', edits: [{ find: CLIPPED, replace: '(wanted.has(gram) ? times : 0)' }] },
  {
    misconception: 'each-gram-once',
    edits: [
      { find: CLIPPED, replace: 'Number(wanted.has(gram))' },
      { find: 'total += times;', replace: 'total += times > 0 ? 1 : 0;' },
    ],
  },
  {
    misconception: 'one-gram-short',
    edits: [{ find: 'i + n <= sentence.length', replace: 'i + n < sentence.length' }],
  },
  {
    misconception: 'order-ignored',
    edits: [{ find: ".slice(i, i + n).join(' ')", replace: ".slice(i, i + n).sort().join(' ')" }],
  },
  {
    misconception: 'recall-for-precision',
    edits: [
      { find: '    total += times;\n', replace: '' },
      {
        find: 'return { matched, total };',
        replace: 'for (const times of wanted.values()) total += times;\n  return { matched, total };',
      },
    ],
  },
  {
    misconception: 'penalty-for-long',
    edits: [{ find: PENALTY, replace: 'return c <= r ? 1 : Math.exp(1 - c / r);' }],
  },
  { misconception: 'penalty-linear', edits: [{ find: PENALTY, replace: 'return c >= r ? 1 : c / r;' }] },
  {
    misconception: 'penalty-upside-down',
    edits: [{ find: PENALTY, replace: 'return c >= r ? 1 : Math.exp(1 - c / r);' }],
  },
  { misconception: 'penalty-forgotten', edits: [{ find: RESULT, replace: 'product ** (1 / maxN)' }] },
  { misconception: 'penalty-forgotten', edits: [{ find: PENALTY, replace: 'return r >= 0 ? 1 : 0;' }] },
  {
    misconception: 'arithmetic-mean',
    edits: [
      { find: 'let product = 1;', replace: 'let product = 0;' },
      { find: PRECISION, replace: 'product += total === 0 ? 0 : matched / total / maxN;' },
      { find: ' * product ** (1 / maxN)', replace: ' * product' },
    ],
  },
  { misconception: 'root-forgotten', edits: [{ find: ' * product ** (1 / maxN)', replace: ' * product' }] },
  {
    misconception: 'mean-of-sentences',
    edits: [
      {
        find: '  let product = 1;\n',
        replace:
          '  if (candidates.length > 1) {\n' +
          '    const all = candidates.map((candidate, i) => bleu([candidate], [references[i]], maxN));\n' +
          '    return all.reduce((sum, one) => sum + one, 0) / all.length;\n' +
          '  }\n  let product = 1;\n',
      },
    ],
  },
  {
    misconception: 'longest-only',
    edits: [
      { find: PRECISION, replace: 'product = total === 0 ? 0 : matched / total;' },
      { find: ' * product ** (1 / maxN)', replace: ' * product' },
    ],
  },
]);
