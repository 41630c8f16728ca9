import type { Quiz } from '../types';

export const feedforward: Quiz = {
  chapter: '08',
  title: 'Feedforward networks',
  questions: [
    {
      id: 'first-loss',
      text: 'A new network for ten digits has not been trained. Its cross-entropy is 9.2. What do you think?',
      ideas: ['2.1 feedforward'],
      options: [
        {
          id: 'fine',
          text: 'Fine, training will bring it down.',
          why: 'It may, but it wastes steps, and often such a number hides a real bug. Compare it with ln 10 ≈ 2.30.',
        },
        {
          id: 'wrong',
          text: 'Something is wrong before the first step.',
          right: true,
          why: 'Yes. Without knowledge, the fair bet is 1/10 for every digit, and this gives ln 10 ≈ 2.30. A much larger error means that the network is sure of wrong answers: the start weights are too large, or the pixels are not between 0 and 1.',
        },
        {
          id: 'overfitting',
          text: 'The network is overfitting.',
          why: 'No. Overfitting is a difference between training and validation after learning. Nothing has been learned yet.',
        },
      ],
    },
    {
      id: 'corner-pixel',
      text: 'The hidden weight from pixel 0 (the top left corner) has the gradient 0 in every batch. Why?',
      ideas: ['2.1 feedforward'],
      options: [
        {
          id: 'relu',
          text: 'ReLU stops it.',
          why: 'No. ReLU stops the blame of a unit only for pictures where its z is not above 0, and then for all pixels, not only for the corner.',
        },
        {
          id: 'zero',
          text: 'The pixel is always 0.',
          right: true,
          why: 'Yes. The gradient of a weight is blame × what came in. The corner pixel is always 0, so the product is 0.',
        },
        {
          id: 'rate',
          text: 'The learning rate is too small.',
          why: 'No. The learning rate comes after the gradient. It changes the step, never the gradient.',
        },
      ],
    },
    {
      id: 'rising-validation',
      text: 'The training loss keeps falling. The validation loss has been rising for a while. What helps?',
      ideas: ['1.3 overfitting', '4.3 curves'],
      options: [
        { id: 'longer', text: 'Train longer.', why: 'No. More of the same makes the gap larger.' },
        {
          id: 'test-too',
          text: 'Use the test set for training too.',
          why: 'No. Then nothing is left that could tell you how the network does on new digits.',
        },
        {
          id: 'stop',
          text: 'Stop earlier, or get more data, or regularize.',
          right: true,
          why: 'Yes. This is overfitting: the network begins to learn single training digits by heart.',
        },
      ],
    },
    {
      id: 'best-of-five',
      text: 'You try five learning rates and keep the one with the best test accuracy. Is this accuracy an honest number for new digits?',
      ideas: ['4.5 test sets'],
      options: [
        {
          id: 'honest',
          text: 'Yes, the network never trained on the test digits.',
          why: 'No gradient came from them, but your decision did. That is learning from them too.',
        },
        {
          id: 'high',
          text: 'No, it is probably too high.',
          right: true,
          why: 'Yes. Part of every score is luck, and the best of five had more luck than the average. You made a choice with the test digits, so they are no longer new.',
        },
        {
          id: 'low',
          text: 'No, it is probably too low.',
          why: 'It is not honest, but look at the direction: choosing the best pushes the number up, not down.',
        },
      ],
    },
    {
      id: 'true-sentence',
      text: 'Which sentence is true?',
      ideas: ['0 generalization'],
      options: [
        {
          id: 'new-data',
          text: 'Backpropagation makes a network good on new data.',
          why: 'No. You saw perfect training and poor reading of new digits. Only a check on unseen data tells.',
        },
        {
          id: 'gradients',
          text: 'Backpropagation computes the gradients of the training error.',
          right: true,
          why: 'Yes. It computes slopes of the training error. The optimizer uses them for the update.',
        },
        {
          id: 'explains',
          text: 'Backpropagation explains what each hidden unit means.',
          why: 'No. You get numbers, not reasons.',
        },
      ],
    },
  ],
};
