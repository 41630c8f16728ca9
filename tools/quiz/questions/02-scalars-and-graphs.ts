import type { Quiz } from '../types';

export const scalarsAndGraphs: Quiz = {
  chapter: '02',
  title: 'Scalars and the computation graph',
  questions: [
    {
      id: 'shared-node',
      text: 'A value x is used in two places of a formula. Its gradient is …',
      ideas: ['0 function'],
      options: [
        {
          id: 'last',
          text: '… what the last of the two places sends back.',
          why: 'No. A change of x reaches the result on both ways. If the second replaces the first, half of the effect is lost.',
        },
        {
          id: 'sum',
          text: '… the sum of what both places send back.',
          right: true,
          why: 'Yes. Each way carries its own part of the change to the result, and the parts add up.',
        },
        {
          id: 'product',
          text: '… the product of what both places send back.',
          why: 'No. Along one way derivatives are multiplied. Between different ways they are added.',
        },
      ],
    },
    {
      id: 'order',
      text: 'Why does the backward walk visit the nodes in reverse topological order?',
      options: [
        {
          id: 'fast',
          text: 'It is faster than any other order.',
          why: 'No. Every order that visits each node once costs the same. The order is needed for a right result.',
        },
        {
          id: 'complete',
          text: 'So that the gradient of a node is complete before it is passed on.',
          right: true,
          why: 'Yes. A node may pass its gradient on only after everything that uses it has sent its part.',
        },
        {
          id: 'memory',
          text: 'So that nothing must be kept in memory longer than it is needed.',
          why: 'No. The memory is about the same. In a wrong order a node would pass on a gradient that is only partly there.',
        },
      ],
    },
    {
      id: 'product-rule',
      text: 'y = a · b, with a = 3 and b = −2. The gradient that arrives at y is 5. What arrives at a?',
      options: [
        {
          id: 'fifteen',
          text: '15',
          why: 'This is 5 · 3. The derivative of a · b with respect to a is the other factor, b.',
        },
        {
          id: 'minus-ten',
          text: '−10',
          right: true,
          why: 'Yes. The local derivative is b = −2, and it is multiplied by the 5 that came from above.',
        },
        {
          id: 'minus-two',
          text: '−2',
          why: 'This is only the local derivative. It must be multiplied by the gradient 5 that arrived at y.',
        },
      ],
    },
    {
      id: 'seed',
      text: 'At which node does the backward walk start, and with which value?',
      ideas: ['0 direction'],
      options: [
        {
          id: 'loss-one',
          text: 'At the result, with 1.',
          right: true,
          why: 'Yes. The result changes exactly as fast as itself: its derivative with respect to itself is 1.',
        },
        {
          id: 'loss-loss',
          text: 'At the result, with the value of the loss.',
          why: 'No. The size of the loss is not a slope. Two losses of different size can have the same gradient.',
        },
        {
          id: 'weights-zero',
          text: 'At the weights, with 0.',
          why: 'No. The gradients of the weights are where the walk ends. There one only starts the sums at 0.',
        },
      ],
    },
    {
      id: 'stored',
      text: 'What must the forward pass keep for the backward walk?',
      options: [
        {
          id: 'nothing',
          text: 'Nothing; the gradient needs only the result.',
          why: 'No. The derivative of x² is 2x: without the x of the forward pass nobody can compute it.',
        },
        {
          id: 'values',
          text: 'The values that the local derivatives need.',
          right: true,
          why: 'Yes. Each operation keeps its input or its output. This is why training needs more memory than using a network.',
        },
        {
          id: 'gradients',
          text: 'The gradients of all the weights.',
          why: 'No. These do not exist yet during the forward pass. They are what the backward walk computes.',
        },
      ],
    },
  ],
};
