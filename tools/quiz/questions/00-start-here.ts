import type { Quiz } from '../types';

export const startHere: Quiz = {
  chapter: '00',
  title: 'Start here',
  questions: [
    {
      id: 'negative-gradient',
      text: 'At some point the gradient of the loss with respect to w is −4. You make w a little larger. What happens to the loss?',
      options: [
        {
          id: 'grows',
          text: 'It grows, four times as much as w.',
          why: 'Not quite. You have the size right, but look at the sign. A negative gradient means that the loss goes the other way than w.',
        },
        {
          id: 'falls',
          text: 'It falls, four times as much as w grows.',
          right: true,
          why: 'Yes. The sign says "falls", and the size says "four times as much".',
        },
        {
          id: 'becomes',
          text: 'It becomes −4.',
          why: 'No. The gradient is not the loss itself. It says how fast the loss changes when w changes.',
        },
      ],
    },
    {
      id: 'flat-place',
      text: 'At a point where the gradient is 0, gradient descent …',
      options: [
        {
          id: 'stops',
          text: '… stops moving.',
          right: true,
          why: 'Yes. The step is the learning rate times the gradient, and with a gradient of 0 there is no step.',
        },
        {
          id: 'longest',
          text: '… takes its longest step.',
          why: 'No, it is the opposite. A steep slope gives a long step, and a flat place gives none.',
        },
        {
          id: 'zero-loss',
          text: '… has found a loss of 0.',
          why: 'Careful! The slope is 0 there, but the loss need not be. The curve (w − 2)² + 7 is flat at w = 2, and the loss there is 7.',
        },
      ],
    },
    {
      id: 'loss-grows',
      text: 'The loss grows from step to step. What should you try first?',
      options: [
        {
          id: 'more-steps',
          text: 'More steps.',
          why: 'No. If each step makes things worse, more steps make them worse still. Look at the section "Break it" again.',
        },
        {
          id: 'larger-rate',
          text: 'A larger learning rate.',
          why: 'No. Steps that are too long are the most likely cause, and you would make them even longer.',
        },
        {
          id: 'smaller-rate',
          text: 'A smaller learning rate.',
          right: true,
          why: 'Yes. The direction was right, but the steps were too long. Smaller steps stay on the slope where the gradient was measured.',
        },
      ],
    },
    {
      id: 'which-way',
      text: 'The gradient is positive. Which way does gradient descent move w?',
      options: [
        {
          id: 'up',
          text: 'It makes w larger.',
          why: 'No. With a positive gradient, a larger w gives a larger loss. We want to go down.',
        },
        {
          id: 'down',
          text: 'It makes w smaller.',
          right: true,
          why: 'Yes. The step goes against the gradient: w ← w − learning rate × gradient.',
        },
        {
          id: 'depends',
          text: 'That depends on whether w is positive.',
          why: 'No. The value of w does not matter here. Only the slope at this place decides the direction.',
        },
      ],
    },
    {
      id: 'what-learns',
      text: 'What changes when a model learns?',
      options: [
        {
          id: 'data',
          text: 'The examples.',
          why: 'No. The examples stay as they are. The model is changed until it fits them.',
        },
        {
          id: 'weights',
          text: 'The weights.',
          right: true,
          why: 'Yes. Learning is nothing but changing the weights, a little at a time, so that the error falls.',
        },
        {
          id: 'loss-function',
          text: 'The rule that measures the error.',
          why: 'No. The rule is chosen before and stays the same. If it changed, a smaller error would mean nothing.',
        },
      ],
    },
  ],
};
