import type { Quiz } from '../types';

export const vanishing: Quiz = {
  chapter: '06',
  title: 'Vanishing and exploding gradients',
  questions: [
    {
      id: 'why',
      text: 'Why do gradients vanish in a deep network with sigmoids?',
      ideas: ['1.2 why gradients vanish'],
      options: [
        {
          id: 'product',
          text: 'Each layer multiplies by a slope of at most 1/4, and the product shrinks.',
          right: true,
          why: 'Yes. Ten layers make a factor of at most 0.25¹⁰ ≈ 10⁻⁶, if the weights do not make up for it.',
        },
        {
          id: 'precision',
          text: 'Computers round small numbers to 0 after some multiplications.',
          why: 'Rounding is not the cause. In float64, too, the early layers get gradients that are millions of times too small.',
        },
        {
          id: 'rate',
          text: 'The learning rate is too small.',
          why: 'No. The learning rate is the same for all layers. The early ones get smaller gradients than the late ones.',
        },
      ],
    },
    {
      id: 'initialization',
      text: 'A layer with ReLU has 200 inputs. Which standard deviation do its weights get by He et al.?',
      ideas: ['1.2 initialization'],
      options: [
        {
          id: 'he',
          text: '√(2/200) = 0.1',
          right: true,
          why: 'Yes. A sum of 200 products would have 200 times the variance, and ReLU throws half of it away.',
        },
        {
          id: 'variance',
          text: '2/200 = 0.01',
          why: 'This is the variance. The standard deviation is its root.',
        },
        {
          id: 'one',
          text: '1',
          why: 'No. The variance would grow by a factor of 100 in each layer, and the values explode.',
        },
      ],
    },
    {
      id: 'batch-norm',
      text: 'In the backward pass of batch normalization, the mean and the variance of the batch …',
      ideas: ['1.2 batch normalization'],
      options: [
        {
          id: 'constant',
          text: '… are constants.',
          why: 'No. They are computed from the inputs. If one input changes, they change, and with them all outputs.',
        },
        {
          id: 'functions',
          text: '… are functions of the inputs, and gradients flow through them.',
          right: true,
          why: 'Yes. This is why the gradient of one example depends on the whole batch.',
        },
        {
          id: 'parameters',
          text: '… are parameters, which are trained like the weights.',
          why: 'No. Only γ and β are trained. The statistics come from the batch, or in eval mode from the running means.',
        },
      ],
    },
    {
      id: 'clipping',
      text: 'What does clipping by the global norm change?',
      ideas: ['1.2 clipping'],
      options: [
        {
          id: 'length',
          text: 'The length of the whole gradient, not its direction.',
          right: true,
          why: 'Yes. All gradients are multiplied by the same factor, and only if the norm is above the limit.',
        },
        {
          id: 'each',
          text: 'Each number on its own.',
          why: 'This is clipping by value. It bends the direction.',
        },
        {
          id: 'layer',
          text: 'The norm of each layer, so that all become equal.',
          why: 'No. The norm is taken over all parameters together, so that the layers keep their proportions.',
        },
      ],
    },
    {
      id: 'relu',
      text: 'Which sentence about activations is true?',
      ideas: ['1.2 activations'],
      options: [
        {
          id: 'dead',
          text: 'A ReLU unit whose input is negative for all examples gets no gradient any more.',
          right: true,
          why: 'Yes, it is a dead unit. Leaky ReLU and ELU keep a slope on the negative side for this reason.',
        },
        {
          id: 'tanh',
          text: 'tanh has no vanishing gradients, because its slope at 0 is 1.',
          why: 'Only near 0. For large inputs tanh is as flat as the sigmoid.',
        },
        {
          id: 'leaky',
          text: 'Leaky ReLU is linear, so layers of it are one linear map.',
          why: 'No. It has two slopes. The bend at 0 is enough to make it nonlinear.',
        },
      ],
    },
  ],
};
