import type { Quiz } from '../types';

export const gradientDescent: Quiz = {
  chapter: '04',
  title: 'Gradient descent variants',
  questions: [
    {
      id: 'batch-size',
      text: 'What is true of the gradient of a mini-batch?',
      ideas: ['1.1 batches'],
      options: [
        {
          id: 'exact',
          text: 'It equals the gradient over all examples.',
          why: 'Only on average. For one batch it is an estimate, and it differs from batch to batch.',
        },
        {
          id: 'unbiased',
          text: 'It is right on average, with noise that shrinks as the batch grows.',
          right: true,
          why: 'Yes. Its spread falls like 1 over the root of the batch size: four times the examples, half the noise.',
        },
        {
          id: 'smaller',
          text: 'It is always shorter than the gradient over all examples.',
          why: 'No. It can be shorter or longer. It is another direction, not a shortened one.',
        },
      ],
    },
    {
      id: 'noise',
      text: 'How can the noise of stochastic gradient descent be of use?',
      ideas: ['1.1 batches'],
      options: [
        {
          id: 'leave',
          text: 'It can carry the weights out of a poor minimum.',
          right: true,
          why: 'Yes, it can, and for a part of the seeds it does. It is no guarantee: you saw the distribution over many runs.',
        },
        {
          id: 'exact',
          text: 'It makes the gradient of each batch more exact.',
          why: 'No. Noise makes each single gradient less exact. What can be useful is that the weights do not sit still.',
        },
        {
          id: 'always',
          text: 'It always finds the best minimum.',
          why: 'No. Some runs stay in the poor minimum, and noise can also push a run out of a good one.',
        },
      ],
    },
    {
      id: 'momentum',
      text: 'A long narrow valley. What does momentum do there?',
      ideas: ['1.1 momentum'],
      options: [
        {
          id: 'cancel',
          text: 'Steps across the valley cancel, steps along it add up.',
          right: true,
          why: 'Yes. The velocity is a running sum: what changes its sign each time cancels, what keeps its sign grows.',
        },
        {
          id: 'rate',
          text: 'It makes the learning rate smaller in the steep direction.',
          why: 'No. This is what Adagrad and its children do, with a rate for each weight. Momentum sums gradients.',
        },
        {
          id: 'valley',
          text: 'It looks ahead and turns before the wall.',
          why: 'Not plain momentum. Looking at the slope one step ahead is the idea of Nesterov.',
        },
      ],
    },
    {
      id: 'nesterov',
      text: 'What is the difference between Nesterov and plain momentum?',
      ideas: ['1.1 momentum'],
      options: [
        {
          id: 'ahead',
          text: 'Nesterov uses the slope at the place where the velocity is about to carry the weights.',
          right: true,
          why: 'Yes. So it can brake before it has gone too far.',
        },
        {
          id: 'two',
          text: 'Nesterov keeps two velocities, one for each direction of the valley.',
          why: 'No. It has one velocity as well. Only the place where the slope counts is another one.',
        },
        {
          id: 'none',
          text: 'Nesterov has no memory of the gradients before.',
          why: 'No. Without a memory it would be plain gradient descent.',
        },
      ],
    },
    {
      id: 'rates',
      text: 'On a parabola of curvature c, the learning rate is between 1/c and 2/c. What happens?',
      ideas: ['4.2 tuning'],
      options: [
        {
          id: 'creep',
          text: 'It creeps to the minimum from one side.',
          why: 'No. This is the picture for rates below 1/c.',
        },
        {
          id: 'zigzag',
          text: 'It jumps from side to side, and comes closer each time.',
          right: true,
          why: 'Yes. Each step goes too far, but not so far that the distance grows.',
        },
        {
          id: 'diverge',
          text: 'It jumps from side to side, and goes further away each time.',
          why: 'No. This begins at 2/c. Below it the distance still shrinks.',
        },
      ],
    },
  ],
};
