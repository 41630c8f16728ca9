// Chapter 02: the computation graph of single numbers, and the walk back through it.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/02-scalars-and-graphs.ipynb';

export const numericalGradient = exercise({
  id: 'numerical-gradient',
  chapter: '02',
  title: 'The gradient, measured',
  minutes: 20,
  file: 'exercises/02-scalars-and-graphs/numerical-gradient.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Measuring a gradient' },
  prerequisites: ['chain-rule'],
  tests: [
    { id: 'one-variable', title: 'The slope of functions of one variable', points: 2 },
    { id: 'partial', title: 'One partial derivative of functions of several variables', points: 3 },
    { id: 'gradient', title: 'The whole gradient', points: 3 },
    { id: 'relative-error', title: 'How far apart two derivatives are', points: 2 },
  ],
  hints: [
    'A slope is the change of f divided by the way that x went. From xᵢ − h to xᵢ + h: how long is the way?',
    'In partialDerivative make two copies of x with [...x]. Change number i in each, and nothing else. Call ' +
      'f with both, take the difference, and divide. If the values are only a little wrong, try another h: ' +
      'compare 10⁻³, 10⁻⁵ and 10⁻¹⁰.',
    'h = 1e-5 is a good step. above = [...x]; above[i] += h; the same for below with -= h. For the ' +
      'gradient, x.map((_, i) => …) calls partialDerivative(f, x, i) for each i. In relativeError, the case ' +
      'of two zeros comes first.',
  ],
  misconceptions: {
    'one-sided':
      'This is the difference between one moved point and x itself, divided by h. It looks to one side only, and its ' +
      'error is much larger: it grows with h and not with h².',
    'way-too-short':
      'This value is twice as large as the slope. From xᵢ − h to xᵢ + h the way is 2h long, not h.',
    'not-divided': 'This is the change of f itself. A slope is the change divided by the way.',
    'points-swapped':
      'This value has the wrong sign: f at the smaller xᵢ comes with a minus, f at the larger one without.',
    'step-too-large':
      'This value is not exact enough, as with a step that is too large: the error of the formula grows with ' +
      'h².',
    'step-too-small':
      'This value is not exact enough, as with a step that is too small: the difference of two nearly equal numbers ' +
      'has only a few correct digits.',
    'all-move':
      'This is the change when all numbers of x move together. In a partial derivative only xᵢ moves.',
    'wrong-coordinate':
      'This is a partial derivative of f, but for another number of x than the one asked for.',
    'value-for-index':
      'Here the value xᵢ was taken for the number i. The function that you give to map gets the value first, ' +
      'then the number.',
    'not-put-back':
      'This is the value when xᵢ stays moved after its turn. Each partial derivative is measured at the same ' +
      'point x.',
    'input-changed':
      'The array x has changed. It belongs to the caller, who still needs it: move a number in a copy.',
    'error-signed': 'This value has a sign. An error is a size: |a − b| has no sign.',
    'error-of-one':
      'This is the difference compared with one of the two sizes only. It is compared with the larger one of ' +
      'them.',
    'zero-by-zero': 'This is 0 / 0. Two derivatives that are both 0 agree: the error is 0.',
  },
});

export const localBackward = exercise({
  id: 'local-backward',
  chapter: '02',
  title: 'One step backward for six operations',
  minutes: 15,
  file: 'exercises/02-scalars-and-graphs/local-backward.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'One operation, forward and backward' },
  prerequisites: ['chain-rule'],
  tests: [
    { id: 'add', title: 'Addition', points: 1 },
    { id: 'mul', title: 'Multiplication', points: 2 },
    { id: 'pow', title: 'Powers, the exponents 0 and below among them', points: 2 },
    { id: 'exp', title: 'The exponential function, from its output', points: 1 },
    { id: 'log', title: 'The logarithm', points: 2 },
    { id: 'tanh', title: 'The hyperbolic tangent, from its output', points: 2 },
  ],
  hints: [
    'Each answer is a product: the upstream gradient times one derivative of the operation.',
    'The derivatives: 1 and 1 for a + b; each is the other factor for a · b; n · xⁿ⁻¹ for a power; eˣ for ' +
      'eˣ; 1/x for ln x; 1 − tanh(x)² for tanh. For exp and tanh you are given y, so look where y stands in ' +
      'them.',
    'mulBackward returns [upstream * b, …]. expBackward needs no Math.exp, and tanhBackward no Math.tanh: ' +
      'eˣ and tanh(x) are y already. In powBackward answer 0 for n = 0 before anything else.',
  ],
  misconceptions: {
    'upstream-dropped':
      'This is the derivative of the operation alone. The upstream gradient, which came from behind, is ' +
      'missing.',
    'upstream-added': 'This is the upstream gradient plus the derivative. The chain rule multiplies them.',
    'sign-flipped': 'This is the value with the wrong sign.',
    'gradient-shared-out':
      'This is half of the upstream gradient. A sum does not share it out: each input alone moves y by as ' +
      'much as itself.',
    'own-factor': 'Here each factor got itself. A change of a is enlarged by the other factor, b.',
    'both-factors': 'This is the upstream gradient times both factors. That is not a derivative but y again.',
    'exponent-forgotten': 'This is the value without the factor n of the power rule.',
    'exponent-not-lowered':
      'This is the value with xⁿ in the power rule. The exponent becomes smaller by one.',
    'zero-exponent': 'This is 0 · Infinity. For n = 0 the output is 1 and never moves, so the gradient is 0.',
    'exp-of-output':
      'This is the value when e is taken to the power y. The derivative of eˣ is eˣ, and this is y.',
    'log-not-inverted': 'This is the upstream gradient times x. The derivative of ln x is 1/x.',
    'log-kept': 'This is the upstream gradient times ln x. That is the output, not the derivative.',
    'tanh-twice': 'This is the value when tanh is taken of y. But y is tanh(x) already.',
    'sigmoid-rule': 'This is the value of y · (1 − y), which belongs to the sigmoid function, not to tanh.',
  },
});

export const topologicalOrder = exercise({
  id: 'topological-order',
  chapter: '02',
  title: 'The order of the backward pass',
  minutes: 30,
  file: 'exercises/02-scalars-and-graphs/topological-order.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'The order of the walk' },
  prerequisites: ['chain-rule'],
  tests: [
    { id: 'uses', title: 'How many gradients each node waits for', points: 3 },
    { id: 'order', title: 'The order of graphs on which paths meet', points: 4 },
    { id: 'chain', title: 'A chain of 100 000 nodes', points: 3 },
  ],
  hints: [
    'Draw the example on paper, with an arrow from each node to its inputs. A node may be written down when ' +
      'all arrows that end at it start from nodes that are written down already.',
    'countUses: a Set of the nodes that you have reached, and for each node of it, its inputs: count each, ' +
      'and add it to the Set. topologicalOrder: a copy of these counts goes down by one each time a node in ' +
      'the order has the input. At 0 the input joins the order.',
    'Two loops inside each other are enough: for (const node of order) for (const input of inputs[node]). ' +
      'Such a loop also visits what you push to the order while it runs. Nothing needs to call itself.',
  ],
  misconceptions: {
    'same-input-once':
      'Here a node that is used twice by the same operation, as in x · x, counts once. It gets two gradients ' +
      'there.',
    'nodes-not-needed':
      'Here the uses by nodes count on which the result does not depend. No gradient ever comes from them.',
    'result-used':
      'Here the result counts a use of itself. Nothing uses it: the count is of uses as an input.',
    'uses-of-result-only':
      'Here only the inputs of the result itself count. Their inputs are used as well, and so on.',
    'first-met':
      'Here nodes are in the order in which they are first met. A node that is met early may still be used by ' +
      'a later one, so its gradient would be incomplete when its turn comes.',
    'once-for-each-path':
      'Here a node stands in the order once for each path that leads to it. Each node is visited once, after ' +
      'all of them.',
    forwards:
      'This is the order of the forward pass, inputs first. The backward pass starts with the result.',
    'by-number': 'Here the nodes are sorted by number. The numbers tell nothing about the order.',
    'all-nodes':
      'Here are also nodes on which the result does not depend. The backward pass does not visit them.',
    'result-missing': 'The result itself is missing. It is the node where the backward pass starts.',
    recursion:
      'The functions that call each other are nested too deeply, which happens when each node calls a ' +
      'function for its inputs. Use a loop and a list of nodes that still have to be visited.',
  },
});

export const backward = exercise({
  id: 'backward',
  chapter: '02',
  title: 'Backpropagation, where paths meet',
  minutes: 30,
  file: 'exercises/02-scalars-and-graphs/backward.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Gradients add up' },
  prerequisites: ['local-backward', 'topological-order'],
  tests: [
    { id: 'forward', title: 'The forward pass', points: 2 },
    { id: 'chain', title: 'Gradients where each node is used once', points: 2 },
    { id: 'shared', title: 'Gradients where nodes are used several times', points: 4 },
    {
      id: 'anywhere',
      title: 'A result in the middle of the graph, and nodes that it does not need',
      points: 2,
    },
  ],
  hints: [
    'Do it by hand for the example in the file. Write the value of each node above it, and the gradient ' +
      'below. Which numbers do you need to fill in the inputs of one node?',
    'Keep two arrays as long as the graph: values and gradients. At node k, derivatives[operation] of the ' +
      'values of its inputs gives one slope for each input. The contribution to an input is gradients[k] ' +
      'times its slope.',
    'for (let k = result; k >= 0; k--): skip a leaf; else const [operation, ...inputs] = graph[k], slopes = ' +
      'derivatives[operation](inputs.map((input) => values[input])), and for each place i add gradients[k] * ' +
      'slopes[i] to the gradient of the node inputs[i], with +=.',
  ],
  misconceptions: {
    'numbers-for-values':
      'Here the operations compute with the numbers of their nodes. They need the values of those nodes.',
    overwritten:
      'Here a later contribution to a node replaces an earlier one. A node that is used several times gets ' +
      'the sum of all contributions.',
    'upstream-dropped': 'Here the walk starts with 1. It starts with the upstream gradient that is given.',
    'chain-cut':
      'Here each contribution is only the slope of one operation. The gradient of the operation itself, which ' +
      'came from behind, has to be multiplied in.',
    'contributions-added':
      'Here the gradient and the slope are added. The chain rule multiplies along a path.',
    'forward-order':
      'Here the walk goes from the first node to the last. When it comes to a node, no gradient has arrived ' +
      'there yet.',
    'same-input-once':
      'Here a node that is used twice by the same operation, as in x · x, gets one contribution. Each use ' +
      'gives one.',
    'slopes-swapped':
      'Here the two slopes of an operation went to the wrong inputs. They are in the order of the inputs.',
    'from-the-end': 'Here the walk starts with the last node of the graph. It starts with the result.',
    'slopes-of-gradients':
      'Here the slopes are taken at the gradients of the inputs. They belong at the values.',
    'passed-on-once':
      'Here a gradient is passed on as soon as its first part has arrived. The parts that come later never ' +
      'reach the inputs.',
  },
});

export const scalarsAndGraphs: readonly CatalogEntry[] = [
  numericalGradient,
  localBackward,
  topologicalOrder,
  backward,
];
