import type { Quiz } from '../types';

export const recurrent: Quiz = {
  chapter: '10',
  title: 'Recurrent networks',
  questions: [
    {
      id: 'unrolled',
      text: 'What is backpropagation through time?',
      ideas: ['2.3 through time'],
      options: [
        {
          id: 'unroll',
          text: 'Ordinary backpropagation on the unrolled network, in which all steps share their weights.',
          right: true,
          why: 'Yes. There is no new rule: the gradient of a shared weight is the sum over the steps.',
        },
        {
          id: 'reverse',
          text: 'Running the sequence from its end to its start.',
          why: 'No. The forward pass goes with time. Only the gradients travel back.',
        },
        {
          id: 'update',
          text: 'A change of the weights after every step of the sequence, with the gradient of that step.',
          why: 'No. The weights stay the same for the whole sequence, and one update follows.',
        },
      ],
    },
    {
      id: 'last-only',
      text: 'Somebody adds up only the contribution of the last step to the gradient of W. What cannot be learned?',
      ideas: ['2.3 through time'],
      options: [
        {
          id: 'earlier',
          text: 'What to keep from earlier steps.',
          right: true,
          why: 'Yes. How an early step should have changed the state reaches W only through the earlier contributions.',
        },
        {
          id: 'anything',
          text: 'Anything at all.',
          why: 'Too hard: the last step still learns what to do with the state that it is given.',
        },
        {
          id: 'nothing',
          text: 'Nothing is lost, for the weights are the same in all steps.',
          why: 'The weights are the same, their contributions are not. Each step was at another place, with another state.',
        },
      ],
    },
    {
      id: 'explode',
      text: 'The recurrent weight is one number w, without a nonlinearity. After 50 steps the gradient contains w⁵⁰. For w = 1.1 it is about 117. For w = 0.9?',
      ideas: ['1.2 why gradients vanish', '2.3 through time'],
      options: [
        {
          id: 'small',
          text: 'About 0.005',
          right: true,
          why: 'Yes. A small difference from 1 is raised to a high power. So gradients explode or vanish over time.',
        },
        { id: 'negative', text: 'About −117', why: 'No. A product of positive numbers is positive.' },
        {
          id: 'near',
          text: 'About 0.9',
          why: 'No. After one step it is 0.9. After fifty it is 0.9 multiplied by itself fifty times.',
        },
      ],
    },
    {
      id: 'truncate',
      text: 'What does one give up by truncating backpropagation through time to 20 steps?',
      ideas: ['2.3 through time'],
      options: [
        {
          id: 'long',
          text: 'Learning links that are longer than 20 steps.',
          right: true,
          why: 'Yes. The state still carries information on, but no gradient tells how to use it.',
        },
        {
          id: 'forward',
          text: 'The state is set to 0 every 20 steps.',
          why: 'It need not be. Usually the value of the state is kept, and only the gradient is cut.',
        },
        {
          id: 'speed',
          text: 'Speed: the sums become longer.',
          why: 'The opposite is true. Truncating saves time and memory.',
        },
      ],
    },
    {
      id: 'baseline',
      text: 'A forecast of tomorrow has an error of 2.1 degrees. "Tomorrow is like today" has 2.0. What follows?',
      ideas: ['4.5 test sets'],
      options: [
        {
          id: 'useless',
          text: 'The model is worse than doing nothing, however fine its curve looks.',
          right: true,
          why: 'Yes. Without the persistence baseline nobody would have noticed.',
        },
        {
          id: 'good',
          text: 'The model is good: 2.1 degrees are little.',
          why: 'Little compared with what? A rule without any learning does better.',
        },
        {
          id: 'longer',
          text: 'It only needs to train longer, for the curve is still falling.',
          why: 'Perhaps, but nothing here says so. First find out why it does not beat the simplest rule.',
        },
      ],
    },
  ],
};
