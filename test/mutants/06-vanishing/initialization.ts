import { initialization } from '../../../tools/grader/catalog/06-vanishing';
import { mutantsOf } from '../../../tools/grader/mutants';

const FANS = '{ fanIn: inputs * places, fanOut: outputs * places }';
const XAVIER_STD = 'Math.sqrt(2 / (fanIn + fanOut))';
const XAVIER_BOUND = 'Math.sqrt((3 * 2) / (fanIn + fanOut))';
const HE_STD = 'Math.sqrt(2 / fanIn)';
const HE_BOUND = 'Math.sqrt((3 * 2) / fanIn)';

const uniform = (bound: string, place: string): string =>
  `const a = ${bound};\n  return draws.map((draw) => ${place});`;
const PLACE = 'a * (2 * draw - 1)';
/** Both uniform functions, with the draws mapped in another way. */
const placed = (place: string) =>
  [XAVIER_BOUND, HE_BOUND].map((bound) => ({ find: uniform(bound, PLACE), replace: uniform(bound, place) }));

export default mutantsOf(initialization, [
  {
    misconception: 'fans-swapped',
    edits: [{ find: FANS, replace: '{ fanIn: outputs * places, fanOut: inputs * places }' }],
  },
  {
    misconception: 'kernel-forgotten',
    edits: [{ find: FANS, replace: '{ fanIn: inputs, fanOut: outputs }' }],
  },
  {
    misconception: 'variance-for-std',
    edits: [
      { find: XAVIER_STD, replace: '2 / (fanIn + fanOut)' },
      { find: HE_STD, replace: '2 / fanIn' },
    ],
  },
  {
    misconception: 'variance-for-std',
    edits: [
      { find: XAVIER_BOUND, replace: '(3 * 2) / (fanIn + fanOut)' },
      { find: HE_BOUND, replace: '(3 * 2) / fanIn' },
    ],
  },
  {
    misconception: 'bound-is-std',
    edits: [
      { find: XAVIER_BOUND, replace: XAVIER_STD },
      { find: HE_BOUND, replace: HE_STD },
    ],
  },
  { misconception: 'positive-only', edits: placed('a * draw') },
  { misconception: 'half-as-wide', edits: placed('a * (draw - 0.5)') },
  {
    misconception: 'two-forgotten',
    edits: [
      { find: HE_STD, replace: 'Math.sqrt(1 / fanIn)' },
      { find: HE_BOUND, replace: 'Math.sqrt(3 / fanIn)' },
    ],
  },
  {
    misconception: 'fans-swapped',
    edits: [
      { find: HE_STD, replace: 'Math.sqrt(2 / fans(shape).fanOut)' },
      { find: HE_BOUND, replace: 'Math.sqrt((3 * 2) / fans(shape).fanOut)' },
    ],
  },
  {
    misconception: 'xavier-fan-in',
    edits: [
      { find: XAVIER_STD, replace: 'Math.sqrt(2 / (fanIn + 0 * fanOut))' },
      { find: XAVIER_BOUND, replace: 'Math.sqrt((3 * 2) / (fanIn + 0 * fanOut))' },
    ],
  },
]);
