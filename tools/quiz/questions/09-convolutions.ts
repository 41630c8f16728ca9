import type { Quiz } from '../types';

export const convolutions: Quiz = {
  chapter: '09',
  title: 'Convolutional networks',
  questions: [
    {
      id: 'sharing',
      text: 'A 3×3 kernel slides over an image of 28×28, without padding. The gradient of one of its nine weights …',
      ideas: ['2.2 convolution'],
      options: [
        {
          id: 'sum',
          text: '… is a sum over all 676 places.',
          right: true,
          why: 'Yes. The weight is used at 26 · 26 places, and the contributions of all its uses add up.',
        },
        {
          id: 'centre',
          text: '… comes from the centre of the image.',
          why: 'No. Every place used this weight, so every place sends something back.',
        },
        {
          id: 'mean',
          text: '… is the mean over all places.',
          why: 'No. Sharing a weight leads to a sum. A mean appears only if the loss contains one.',
        },
      ],
    },
    {
      id: 'weights',
      text: 'Conv2d from 16 to 32 channels with a 3×3 kernel and biases. How many parameters?',
      ideas: ['2.2 convolution'],
      options: [
        {
          id: 'right',
          text: '4640',
          right: true,
          why: 'Yes: 32 kernels of 16 · 3 · 3 weights, and 32 biases.',
        },
        {
          id: 'one-kernel',
          text: '320',
          why: 'This is 32 · (9 + 1). Each kernel looks at all 16 channels, not at one.',
        },
        {
          id: 'image',
          text: 'It depends on the size of the image.',
          why: 'No, this is the beauty of it: the same kernel works at every place of any image.',
        },
      ],
    },
    {
      id: 'pool',
      text: 'How does the gradient pass through max-pooling?',
      ideas: ['2.2 pooling'],
      options: [
        {
          id: 'winner',
          text: 'It goes to the largest input of each window; the others get 0.',
          right: true,
          why: 'Yes. A small change of the others does not change the maximum.',
        },
        {
          id: 'shared',
          text: 'It is divided equally among the inputs of the window.',
          why: 'This is what average pooling does. Here only one input decided the result.',
        },
        {
          id: 'stop',
          text: 'It stops, because a maximum has no derivative.',
          why: 'No. The maximum has a derivative wherever one input is the largest.',
        },
      ],
    },
    {
      id: 'input-gradient',
      text: 'What is the gradient with respect to the image, for stride 1?',
      ideas: ['2.2 convolution'],
      options: [
        {
          id: 'full',
          text: 'The upstream gradient, convolved with the kernel turned by 180°.',
          right: true,
          why: 'Yes. Each pixel collects from all the windows in which it took part, with the weight that it met there.',
        },
        {
          id: 'same',
          text: 'The upstream gradient, slid over with the same kernel as before.',
          why: 'Nearly, but the pixel at the left edge of a window met the left weight. Seen from the pixel, the order is turned round.',
        },
        {
          id: 'copy',
          text: 'The upstream gradient, enlarged to the size of the image.',
          why: 'No. Without the weights nobody knows how much each pixel mattered.',
        },
      ],
    },
    {
      id: 'stride',
      text: 'An image of 32×32, a 5×5 kernel, padding 2, stride 2. The result is …',
      options: [
        { id: 'sixteen', text: '… 16×16.', right: true, why: 'Yes: ⌊(32 + 2·2 − 5) / 2⌋ + 1 = 16.' },
        { id: 'fourteen', text: '… 14×14.', why: 'This is the size without the padding.' },
        {
          id: 'thirty-two',
          text: '… 32×32.',
          why: 'This is the size with stride 1. With stride 2 the kernel jumps over every second place.',
        },
      ],
    },
  ],
};
