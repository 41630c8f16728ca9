import type { Quiz } from '../types';

export const adaptive: Quiz = {
  chapter: '05',
  title: 'Adaptive methods and schedules',
  questions: [
    {
      id: 'adagrad',
      text: 'Why does Adagrad become slower and slower?',
      ideas: ['1.1 adaptive'],
      options: [
        {
          id: 'sum',
          text: 'It divides by the root of a sum of squares that only grows.',
          right: true,
          why: 'Yes. Nothing is ever taken off the sum, so the steps shrink, even if the slope stays the same.',
        },
        {
          id: 'gradients',
          text: 'The gradients vanish in deep networks.',
          why: 'They may, but this is another problem. Adagrad slows down even with constant gradients.',
        },
        {
          id: 'schedule',
          text: 'It has a schedule that somebody must switch off.',
          why: 'No. There is no schedule in it. The slowing comes from its own sum of squares.',
        },
      ],
    },
    {
      id: 'rmsprop',
      text: 'What does RMSprop change in Adagrad?',
      ideas: ['1.1 adaptive'],
      options: [
        {
          id: 'forget',
          text: 'The sum becomes a running mean, which forgets.',
          right: true,
          why: 'Yes. Old squares fade, and the steps follow the slopes of the last while.',
        },
        {
          id: 'root',
          text: 'It leaves out the root, so that steps stay longer.',
          why: 'No. Without the root the step would have another unit: it would be divided by a squared slope.',
        },
        {
          id: 'momentum',
          text: 'It adds up the gradients.',
          why: 'No. Summing gradients is momentum. Adam is what has both.',
        },
      ],
    },
    {
      id: 'bias',
      text: 'What goes wrong in Adam without bias correction?',
      ideas: ['1.1 adaptive'],
      options: [
        {
          id: 'first-steps',
          text: 'Both means start at 0, so they are too small at first, and not by the same factor.',
          right: true,
          why: 'Yes. At step 1, m is 0.1·g and v is 0.001·g²: the step would be about 3 times too long.',
        },
        {
          id: 'bias-weights',
          text: 'The biases of the layers are not trained for the first few hundred steps.',
          why: 'No. The word is the same, but it means the error of an estimate here, not the b of a layer.',
        },
        {
          id: 'end',
          text: 'The last steps are too long.',
          why: 'No. The correction goes to 1 with time. Late steps are the same with and without it.',
        },
      ],
    },
    {
      id: 'adamw',
      text: 'What is decoupled in AdamW?',
      ideas: ['1.1 adaptive', '1.3 penalties'],
      options: [
        {
          id: 'decay',
          text: 'The weight decay does not pass through the division by √v.',
          right: true,
          why: 'Yes. Every weight shrinks by the same share. With an L2 term in Adam, weights with large gradients hardly shrink.',
        },
        {
          id: 'means',
          text: 'The two running means use different step counters.',
          why: 'No. There is one counter for both.',
        },
        {
          id: 'layers',
          text: 'Each layer gets its own learning rate.',
          why: 'No. Adam already has a rate for every single weight, in both versions.',
        },
      ],
    },
    {
      id: 'warmup',
      text: 'What is a warm-up for?',
      ideas: ['1.1 schedules'],
      options: [
        {
          id: 'careful',
          text: 'Small steps at the start, while the estimates and the activations are still poor.',
          right: true,
          why: 'Yes. Long steps in a wrong direction early on can spoil a run for good.',
        },
        {
          id: 'machine',
          text: 'It gives the machine time to reach its full speed.',
          why: 'No. It is about the learning rate, not about the computer.',
        },
        {
          id: 'final',
          text: 'It makes the last steps small, so that the weights settle.',
          why: 'No, this is what a decay, such as the cosine, does at the end.',
        },
      ],
    },
  ],
};
