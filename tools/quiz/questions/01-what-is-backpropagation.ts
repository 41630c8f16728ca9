import type { Quiz } from '../types';

export const whatIsBackpropagation: Quiz = {
  chapter: '01',
  title: 'What is backpropagation?',
  questions: [
    {
      id: 'function',
      text: 'What is the job of backpropagation?',
      ideas: ['0 function'],
      options: [
        {
          id: 'collect',
          text: 'To collect good training examples and to sort the bad ones out.',
          why: 'No. The examples are given before learning starts. Backpropagation works with whatever examples it gets, good or bad.',
        },
        {
          id: 'blame',
          text: 'To find out from the error how each weight should change.',
          right: true,
          why: 'Yes. It computes the gradient of the loss for every weight. The update then uses these gradients to adjust the weights.',
        },
        {
          id: 'size',
          text: 'To choose how many units the network has.',
          why: 'No. People choose the number of units before learning starts. The shape of the network stays the same, and only the weights change.',
        },
      ],
    },
    {
      id: 'direction',
      text: 'In which direction does the error travel?',
      ideas: ['0 direction'],
      options: [
        {
          id: 'forward',
          text: 'From the inputs to the output, together with the values.',
          why: 'No, that is the forward pass. It carries the values. At the inputs nobody knows yet how large the error will be.',
        },
        {
          id: 'backward',
          text: 'From the output back to the first weights.',
          right: true,
          why: 'Yes. The error is known at the output first. From there the blame goes back, step by step, against the direction of the values.',
        },
        {
          id: 'both',
          text: 'In both directions at once.',
          why: 'No. First the values run all the way forward, and only then does the blame run back. It must wait, because it needs the values of the forward pass: think of the factor 1 − h².',
        },
      ],
    },
    {
      id: 'significance',
      text: 'Why is backpropagation so important?',
      ideas: ['0 significance'],
      options: [
        {
          id: 'cheap',
          text: 'It makes it possible to train large networks, because all the gradients together cost only a few forward passes.',
          right: true,
          why: 'Yes. You have counted it: nudging needs one forward pass for each weight, and backpropagation needs one walk back for all of them.',
        },
        {
          id: 'best',
          text: 'It always finds the best weights.',
          why: 'No. You have seen networks with two hidden units that got stuck. The gradient says which way is down from here. It does not know the whole landscape.',
        },
        {
          id: 'exact',
          text: 'It is more exact than nudging, and this is the main point.',
          why: 'It is more exact. But in our test nudging agreed in about eight digits, and that would be enough to learn. The main point is the price: one forward pass for each weight is too much.',
        },
      ],
    },
    {
      id: 'generalization',
      text: 'A network has a training error of almost zero. What do you know about new examples?',
      ideas: ['0 generalization'],
      options: [
        {
          id: 'right',
          text: 'It will be right on them as well.',
          why: 'You cannot know. In the coin experiment nine of ten networks were perfect on the training points, and on new points they were only guessing.',
        },
        {
          id: 'nothing',
          text: 'Nothing certain. I must test it on examples that it has not seen.',
          right: true,
          why: 'Yes. Backpropagation works on the training error. Only unseen data can tell about generalization.',
        },
        {
          id: 'wrong',
          text: 'It will be wrong on them, because it has learned by heart.',
          why: 'Not always. If there is a true pattern and there are enough examples, a network can have a small training error and be right on new examples. That is why you have to test.',
        },
      ],
    },
    {
      id: 'not-a-benefit',
      text: 'Which of these is not a benefit of backpropagation?',
      ideas: ['0 not a benefit'],
      options: [
        {
          id: 'efficient',
          text: 'It is efficient.',
          why: 'This is a benefit. All the gradients cost only a few forward passes together.',
        },
        {
          id: 'explains',
          text: 'It explains in human words what happens inside the network.',
          right: true,
          why: 'Yes, this is the one that is not a benefit. It gives one number for each weight: how the loss changes with it. To understand why a network gives its answers is a field of research of its own.',
        },
        {
          id: 'adapts',
          text: 'The same method works for many tasks and adapts when the task changes.',
          why: 'This is a benefit. Nothing in our function `learn` was about XOR. When we changed the task to OR, the network learned that, too.',
        },
      ],
    },
    {
      id: 'four-steps',
      text: 'In which order do the four steps of learning come?',
      ideas: ['0 four steps'],
      options: [
        {
          id: 'right',
          text: 'Forward pass, error computation, backward propagation, weight update.',
          right: true,
          why: 'Yes. First the network answers, then the answer is compared, then the blame goes back, and only then do the weights change.',
        },
        {
          id: 'update-first',
          text: 'Weight update, forward pass, error computation, backward propagation.',
          why: 'No. Before the first forward pass nothing is known that could tell how to change a weight.',
        },
        {
          id: 'back-first',
          text: 'Forward pass, backward propagation, error computation, weight update.',
          why: 'No. The backward walk carries the error, so the error must be computed before.',
        },
      ],
    },
  ],
};
