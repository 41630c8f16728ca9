import type { Quiz } from '../types';

export const next: Quiz = {
  chapter: '19',
  title: 'Where to go next',
  questions: [
    {
      id: 'history',
      text: 'What did Rumelhart, Hinton and Williams show in 1986?',
      ideas: ['6 reading'],
      options: [
        {
          id: 'hidden',
          text: 'That backpropagation lets hidden units learn useful features by themselves.',
          right: true,
          why: 'Yes. The mathematics was older: Linnainmaa described the reverse mode in 1970. They showed what it can do.',
        },
        { id: 'first', text: 'The chain rule.', why: 'No. The chain rule is from the 17th century.' },
        {
          id: 'convolution',
          text: 'That convolutional networks can name the objects in photographs.',
          why: 'No. ImageNet came in 2009, and the network that won it in 2012.',
        },
      ],
    },
    {
      id: 'papers',
      text: 'Which pair does not fit?',
      ideas: ['6 reading'],
      options: [
        {
          id: 'dropout',
          text: 'Dropout – Glorot and Bengio 2010',
          right: true,
          why: 'Yes, this one is wrong: dropout is by Srivastava and others (2014). Glorot and Bengio wrote about initialization.',
        },
        {
          id: 'adam',
          text: 'Adam – Kingma and Ba 2014',
          why: 'This pair fits: you have met the paper in this course.',
        },
        {
          id: 'lstm',
          text: 'LSTM – Hochreiter and Schmidhuber 1997',
          why: 'This pair fits: you have met the paper in this course.',
        },
      ],
    },
    {
      id: 'names',
      text: 'What is called optimizer.zeroGrad() here, and in PyTorch optimizer.zero_grad()?',
      ideas: ['6 reading', '3 frameworks'],
      options: [
        {
          id: 'clear',
          text: 'Forgetting the old gradients, because backward() adds to them.',
          right: true,
          why: 'Yes. Without it the gradients of all batches so far would be summed.',
        },
        {
          id: 'weights',
          text: 'Setting the weights to 0.',
          why: 'No. That would throw away everything learned.',
        },
        {
          id: 'freeze',
          text: 'Switching off the gradients, so that the evaluation is faster.',
          why: 'No. For this there is noGrad.',
        },
      ],
    },
    {
      id: 'analogy',
      text: 'A cook tastes the soup: too salty. Which step of backpropagation is "the stock had half of the salt, the cheese the other half"?',
      ideas: ['0 function', '0 four steps'],
      options: [
        {
          id: 'backward',
          text: 'The backward propagation.',
          right: true,
          why: 'Yes. It tells which part had which share in the error.',
        },
        {
          id: 'forward',
          text: 'The forward pass.',
          why: 'This was the cooking: the soup is made, nothing is judged yet.',
        },
        {
          id: 'update',
          text: 'The weight update.',
          why: 'This comes next: less salt in both, according to their shares.',
        },
      ],
    },
    {
      id: 'not-known',
      text: 'Your network works. What has backpropagation not told you?',
      ideas: ['0 not a benefit', '0 generalization'],
      options: [
        {
          id: 'why',
          text: 'Why it gives its answers.',
          right: true,
          why: 'Right. It gives slopes, no reasons.',
        },
        {
          id: 'unseen',
          text: 'How it will do on unseen data.',
          right: true,
          why: 'Right. Only a check on unseen data can tell this.',
        },
        {
          id: 'slopes',
          text: 'How the training loss changes with each weight.',
          why: 'This is just what it has told you.',
        },
      ],
    },
  ],
};
