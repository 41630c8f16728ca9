import { topologicalOrder } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import { mutantsOf } from '../../../tools/grader/mutants';

const JOIN = 'if (waitsFor[input] === 0) order.push(input);';
const DONE = 'return order;';
const RECURSIVE = `const seen = new Set<number>();
  const finished: number[] = [];
  function visit(node: number): void {
    if (seen.has(node)) return;
    seen.add(node);
    for (const input of inputs[node]) visit(input);
    finished.push(node);
  }
  visit(result);
  return finished.reverse();
  `;

export default mutantsOf(topologicalOrder, [
  {
    misconception: 'same-input-once',
    edits: [
      {
        find: 'for (const input of inputs[node]) {\n      uses',
        replace: 'for (const input of new Set(inputs[node])) {\n      uses',
      },
    ],
  },
  {
    misconception: 'nodes-not-needed',
    edits: [{ find: 'const seen = new Set([result]);', replace: 'const seen = new Set(inputs.keys());' }],
  },
  {
    misconception: 'result-used',
    edits: [{ find: 'return uses;', replace: 'uses[result] += 1;\n  return uses;' }],
  },
  { misconception: 'uses-of-result-only', edits: [{ find: 'seen.add(input);', replace: '' }] },
  {
    misconception: 'first-met',
    edits: [
      { find: 'const order = [result];', replace: 'const order = [result];\n  const met = new Set(order);' },
      { find: JOIN, replace: 'if (!met.has(input)) order.push(input);\n      met.add(input);' },
    ],
  },
  { misconception: 'once-for-each-path', edits: [{ find: JOIN, replace: 'order.push(input);' }] },
  { misconception: 'forwards', edits: [{ find: DONE, replace: 'return order.reverse();' }] },
  { misconception: 'by-number', edits: [{ find: DONE, replace: 'return order.sort((a, b) => b - a);' }] },
  {
    misconception: 'all-nodes',
    edits: [{ find: DONE, replace: 'return [...new Set([...order, ...inputs.keys()])];' }],
  },
  { misconception: 'result-missing', edits: [{ find: DONE, replace: 'return order.slice(1);' }] },
  {
    misconception: 'recursion',
    edits: [{ find: 'const waitsFor = ', replace: `${RECURSIVE}const waitsFor = ` }],
  },
]);
