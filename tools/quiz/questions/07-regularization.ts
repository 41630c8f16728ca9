import type { Quiz } from '../types';

export const regularization: Quiz = {
  chapter: '07',
  title: 'Regularization',
  questions: [
    {
      id: 'overfitting',
      text: 'Which picture shows overfitting?',
      ideas: ['1.3 overfitting'],
      options: [
        {
          id: 'gap',
          text: 'The training loss is low, the validation loss is clearly higher and rises.',
          right: true,
          why: 'Yes. The network learns what is special about the training examples.',
        },
        {
          id: 'both-high',
          text: 'Both losses are high and flat.',
          why: 'This is underfitting: the model is too weak, or it does not learn.',
        },
        {
          id: 'both-low',
          text: 'Both losses are low, close together, and fall a little from epoch to epoch.',
          why: 'This is what one hopes for.',
        },
      ],
    },
    {
      id: 'l1-l2',
      text: 'L1 makes many weights exactly 0, L2 does not. Why?',
      ideas: ['1.3 penalties'],
      options: [
        {
          id: 'slope',
          text: "L1's pull keeps its strength near 0; L2's pull fades with the weight.",
          right: true,
          why: 'Yes. The slope of |w| is ±1 up to 0 itself, the slope of w² goes to 0 together with w.',
        },
        {
          id: 'larger',
          text: "L1's penalty is larger for every weight, so it pushes harder.",
          why: 'No. For |w| > 1 the square is larger. What counts is the slope close to 0.',
        },
        {
          id: 'random',
          text: 'L1 removes weights at random.',
          why: 'No. Nothing is random in a penalty. Dropout is what draws lots, and it removes activations.',
        },
      ],
    },
    {
      id: 'dropout',
      text: 'Inverted dropout with p = 0.5. What happens during training to the activations that stay?',
      ideas: ['1.3 dropout'],
      options: [
        {
          id: 'doubled',
          text: 'They are doubled.',
          right: true,
          why: 'Yes, divided by 1 − p = 0.5. So the expected value is the same as without dropout, and eval mode needs no change.',
        },
        {
          id: 'same',
          text: 'They stay as they are.',
          why: 'Then the next layer would get half as much as in eval mode, where nothing is dropped.',
        },
        {
          id: 'halved',
          text: 'They are halved.',
          why: 'No. Half of them are missing already. To keep the sum, the others must grow.',
        },
      ],
    },
    {
      id: 'eval',
      text: 'What does dropout do in eval mode?',
      ideas: ['1.3 dropout'],
      options: [
        {
          id: 'nothing',
          text: 'Nothing.',
          right: true,
          why: 'Yes. All units work together, as an average over the many thinned networks of the training.',
        },
        {
          id: 'same-mask',
          text: 'It uses the mask of the last training step.',
          why: 'No. Then the other units would be lost for ever.',
        },
        {
          id: 'new-mask',
          text: 'It draws a new mask for every input.',
          why: 'No. Then the same input would give another answer each time.',
        },
      ],
    },
    {
      id: 'generalization',
      text: 'What makes a network good on new data?',
      ideas: ['0 generalization'],
      options: [
        {
          id: 'backprop',
          text: 'Backpropagation itself.',
          why: 'No. It lowers the training error, and a lookup table could do that too. Whether it helps on new data must be checked.',
        },
        {
          id: 'many',
          text: 'Enough fitting data, a suitable model, regularization, and a check on unseen data.',
          right: true,
          why: 'Yes. None of these is a part of backpropagation, and the check is the only proof.',
        },
        {
          id: 'zero',
          text: 'A training error of 0, reached with a network that is as large as possible.',
          why: 'No. You saw networks that were perfect on random labels. They knew nothing.',
        },
      ],
    },
  ],
};
