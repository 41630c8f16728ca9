import type { Quiz } from '../types';

export const software: Quiz = {
  chapter: '13',
  title: 'Software',
  questions: [
    {
      id: 'dynamic',
      text: 'What does a dynamic graph mean, as in PyTorch?',
      ideas: ['3 graphs'],
      options: [
        {
          id: 'records',
          text: 'The graph is recorded anew while the code runs.',
          right: true,
          why: 'Yes. So an if or a loop of the host language simply works, and each run may have another graph.',
        },
        {
          id: 'moves',
          text: 'The graph changes its weights.',
          why: 'Every training changes weights. Dynamic says when the graph is made.',
        },
        {
          id: 'compiled',
          text: 'The graph is compiled once and then run many times.',
          why: 'This is the static graph, as in Theano and the first TensorFlow.',
        },
      ],
    },
    {
      id: 'theano',
      text: 'What did Theano do to get gradients?',
      ideas: ['3 frameworks', '3 graphs'],
      options: [
        {
          id: 'symbolic',
          text: 'It built new formulas for the derivatives, simplified and compiled them.',
          right: true,
          why: 'Yes. The gradient was itself a graph of symbols, before any number was known.',
        },
        {
          id: 'differences',
          text: 'It nudged every weight a little.',
          why: 'No. That would need one forward pass per weight.',
        },
        {
          id: 'tape',
          text: 'It recorded each operation while it ran, and played the tape backwards.',
          why: 'No. This is the tape of dynamic frameworks.',
        },
      ],
    },
    {
      id: 'modes',
      text: 'A function from a million weights to one loss. Which mode of automatic differentiation fits?',
      ideas: ['3 graphs', '0 significance'],
      options: [
        {
          id: 'reverse',
          text: 'Reverse mode: one walk back gives all the slopes.',
          right: true,
          why: 'Yes. Its cost grows with the number of outputs, and there is only one.',
        },
        {
          id: 'forward',
          text: 'Forward mode: one walk forward gives all the slopes.',
          why: 'No. A forward walk gives the slope with respect to one input. A million would be needed.',
        },
        {
          id: 'same',
          text: 'Both cost the same.',
          why: 'They would for one input and one output. Here one costs a million times as much.',
        },
      ],
    },
    {
      id: 'bridge',
      text: 'What must agree so that weights trained here give the same outputs in another framework?',
      ideas: ['3 frameworks'],
      options: [
        {
          id: 'all',
          text: 'Layouts, gate orders, padding, eps and the like, besides the numbers.',
          right: true,
          why: 'Yes. A transposed matrix or another order of the gates gives other outputs, often without any error message.',
        },
        {
          id: 'numbers',
          text: 'Only the numbers of the weights, up to rounding errors.',
          why: 'Not enough. Keras, for example, keeps a linear layer as [in, out], PyTorch as [out, in].',
        },
        {
          id: 'language',
          text: 'The programming language.',
          why: 'No. The same numbers mean the same in every language.',
        },
      ],
    },
    {
      id: 'alive',
      text: 'You find a model written for MXNet. What is a good next step?',
      ideas: ['3 frameworks'],
      options: [
        {
          id: 'port',
          text: 'Carry its weights over to a maintained framework and compare the outputs.',
          right: true,
          why: 'Yes. MXNet was retired in 2023. The weights are numbers, and they can live elsewhere.',
        },
        {
          id: 'stay',
          text: 'Build the new project on it, since it has proved that it works.',
          why: 'A retired project gets no repairs, and it will not run on new machines for long.',
        },
        {
          id: 'drop',
          text: 'Give the model up.',
          why: 'Not needed. The description of the layers and the weights are enough to rebuild it.',
        },
      ],
    },
  ],
};
