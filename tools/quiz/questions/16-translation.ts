import type { Quiz } from '../types';

export const translation: Quiz = {
  chapter: '16',
  title: 'Case study: machine translation',
  questions: [
    {
      id: 'attention',
      text: 'What does attention remove?',
      ideas: ['5.2 translation'],
      options: [
        {
          id: 'bottleneck',
          text: 'The need to press the whole sentence into one vector.',
          right: true,
          why: 'Yes. At each step the decoder can look at all the states of the encoder, and weigh them.',
        },
        {
          id: 'training',
          text: 'The need for pairs of sentences in both languages.',
          why: 'No. It is trained on the same pairs.',
        },
        {
          id: 'backprop',
          text: 'Backpropagation through time.',
          why: 'No. Gradients still travel through the steps, and attention gives them short cuts.',
        },
      ],
    },
    {
      id: 'teacher',
      text: 'What is teacher forcing?',
      ideas: ['5.2 translation'],
      options: [
        {
          id: 'truth',
          text: 'During training the decoder gets the right previous symbol, not its own.',
          right: true,
          why: 'Yes. Training is faster and steadier. In use it must live with its own mistakes, which it has not practised.',
        },
        {
          id: 'penalty',
          text: 'A wrong symbol at the start is punished more than one at the end.',
          why: 'No. The loss is the usual one.',
        },
        {
          id: 'correct',
          text: 'A person corrects each output.',
          why: 'No. The right symbols come from the data.',
        },
      ],
    },
    {
      id: 'bleu',
      text: 'A translation repeats one right word ten times. Why does BLEU not reward it?',
      ideas: ['5.2 translation'],
      options: [
        {
          id: 'clipped',
          text: 'A word counts at most as often as it stands in the reference.',
          right: true,
          why: 'Yes, the counts are clipped. And longer word groups do not match at all.',
        },
        {
          id: 'grammar',
          text: 'BLEU checks the grammar.',
          why: 'No. It only counts common groups of words.',
        },
        {
          id: 'brevity',
          text: 'The brevity penalty takes the reward away again.',
          why: 'No. This one punishes translations that are too short.',
        },
      ],
    },
    {
      id: 'right-to-left',
      text: 'How does the decoder write Arabic?',
      ideas: ['5.2 translation'],
      options: [
        {
          id: 'logical',
          text: 'Symbol by symbol in the order of reading; only the display runs from right to left.',
          right: true,
          why: 'Yes. Text is stored in reading order. So the attention map must be labelled with care.',
        },
        {
          id: 'mirrored',
          text: 'By a network whose weights are mirrored.',
          why: 'No. To the network, a sequence is a sequence.',
        },
        {
          id: 'reversed',
          text: 'From its end to its start, so that the display comes out right.',
          why: 'No. The first letter comes first. It is only drawn on the right.',
        },
      ],
    },
    {
      id: 'unseen',
      text: 'The translator is asked for a kind of phrase that it never saw. What does it do?',
      ideas: ['5.2 translation', '0 generalization'],
      options: [
        {
          id: 'fluent',
          text: 'It answers fluently, and possibly wrongly.',
          right: true,
          why: 'Yes. It has no way to say "I do not know". A low training error says nothing about such inputs.',
        },
        {
          id: 'refuse',
          text: 'It refuses.',
          why: 'No. It has learned only to produce symbols, and it produces the likeliest ones.',
        },
        {
          id: 'right',
          text: 'It answers rightly, because it has learned the language.',
          why: 'No. It has learned what its examples have in common, and not more.',
        },
      ],
    },
  ],
};
