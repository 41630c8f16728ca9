import type { Quiz } from '../types';

export const images: Quiz = {
  chapter: '15',
  title: 'Case study: image classification',
  questions: [
    {
      id: 'augmentation',
      text: 'Which augmentation is wrong for handwritten digits?',
      ideas: ['5.1 images'],
      options: [
        {
          id: 'flip',
          text: 'Turning the picture by 180°.',
          right: true,
          why: 'Yes, this one is wrong: a 6 becomes a 9, and the label is no longer true.',
        },
        { id: 'shift', text: 'Shifting by two pixels.', why: 'This one is fine. A shifted 3 is a 3.' },
        {
          id: 'rotate',
          text: 'Rotating by up to ten degrees.',
          why: 'This one is fine. People write at a slant as well.',
        },
      ],
    },
    {
      id: 'calibration',
      text: 'A network says "90 % sure" for 1000 pictures. It is well calibrated if …',
      ideas: ['5.1 images'],
      options: [
        {
          id: 'share',
          text: '… about 900 of them are right.',
          right: true,
          why: 'Yes. Calibration compares the confidence with the share of right answers.',
        },
        {
          id: 'all',
          text: '… all of them are right.',
          why: 'Then it was too modest: it should have said 100 %.',
        },
        {
          id: 'accuracy',
          text: '… its accuracy over all pictures is 90 %.',
          why: 'No. It is about these 1000 pictures, whatever the accuracy on the others is.',
        },
      ],
    },
    {
      id: 'adversarial',
      text: 'A change that nobody can see makes the network call a 7 a 2. How is such a change found?',
      ideas: ['5.1 images'],
      options: [
        {
          id: 'gradient',
          text: 'By the gradient of the loss with respect to the pixels.',
          right: true,
          why: 'Yes. Backpropagation does not stop at the weights: it also tells which pixels raise the loss.',
        },
        {
          id: 'random',
          text: 'By trying random noise.',
          why: 'Random noise of this size hardly ever fools the network. The direction matters.',
        },
        {
          id: 'training',
          text: 'By training the network on wrong labels for a while.',
          why: 'No. The network stays as it is. Only the picture is changed.',
        },
      ],
    },
    {
      id: 'imagenet',
      text: 'What did the winner of ImageNet 2012, AlexNet, show?',
      ideas: ['5.1 images'],
      options: [
        {
          id: 'deep',
          text: 'That a large convolutional network, trained by backpropagation on GPUs, beats hand-made features by far.',
          right: true,
          why: 'Yes. The error fell from about 26 % to 16 % in one year. The method was old, data and computers were new.',
        },
        {
          id: 'invented',
          text: 'That convolutional networks can be invented.',
          why: 'No. LeNet read digits in the 1990s, and the ideas are older still.',
        },
        {
          id: 'solved',
          text: 'That a network which is large enough and trained on many photographs sees as humans do.',
          why: 'No. Its mistakes, and adversarial pictures, show that it sees quite differently.',
        },
      ],
    },
    {
      id: 'confusion',
      text: 'The confusion matrix shows that 4 and 9 are often mixed up. What is the best first step?',
      ideas: ['5.1 images'],
      options: [
        {
          id: 'look',
          text: 'Look at these pictures.',
          right: true,
          why: 'Yes. Some may be unreadable or have a wrong label. What you see decides what helps.',
        },
        {
          id: 'weights',
          text: 'Make the network twice as large.',
          why: 'Perhaps it helps, perhaps the labels are wrong. First find out what kind of mistakes they are.',
        },
        {
          id: 'remove',
          text: 'Remove these pictures from the test set.',
          why: 'No. Then the score is better, and the network is not.',
        },
      ],
    },
  ],
};
