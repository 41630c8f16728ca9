import type { Quiz } from '../types';

export const medicine: Quiz = {
  chapter: '18',
  title: 'Case study: medical diagnosis',
  questions: [
    {
      id: 'auc',
      text: 'What does an AUC of 0.98 mean?',
      ideas: ['5.4 medicine'],
      options: [
        {
          id: 'pairs',
          text: 'Of a random ill and a random healthy person, the ill one gets the higher score in 98 % of the cases.',
          right: true,
          why: 'Yes. It is about the order of pairs, so no threshold is needed.',
        },
        {
          id: 'accuracy',
          text: '98 % of the diagnoses are right.',
          why: 'No. The accuracy depends on a threshold, and on how many people are ill.',
        },
        {
          id: 'ill',
          text: 'A person whose score is above the threshold is ill with a probability of 98 %.',
          why: 'No. This depends on how common the illness is. For a rare one it can be far lower.',
        },
      ],
    },
    {
      id: 'threshold',
      text: 'A missed tumour is fifty times as bad as a false alarm. The threshold should be …',
      ideas: ['5.4 medicine'],
      options: [
        {
          id: 'low',
          text: '… low, so that few tumours are missed.',
          right: true,
          why: 'Yes. With well calibrated probabilities it would be about 1/51.',
        },
        {
          id: 'half',
          text: '… 0.5, which is neutral.',
          why: '0.5 treats both errors as equally bad, and here they are not.',
        },
        {
          id: 'high',
          text: '… high, so that every alarm is certain.',
          why: 'Then many tumours would be missed, the error that costs most.',
        },
      ],
    },
    {
      id: 'accuracy',
      text: 'One in a hundred is ill. A program always says "healthy". Its accuracy is …',
      ideas: ['5.4 medicine'],
      options: [
        {
          id: 'ninety-nine',
          text: '… 99 %, and it is useless.',
          right: true,
          why: 'Yes. It misses every ill person. Accuracy hides this when one class is rare.',
        },
        {
          id: 'fifty',
          text: '… 50 %, as for guessing.',
          why: 'No. It is right for all the healthy ones, and these are 99 of 100.',
        },
        { id: 'one', text: '… 1 %.', why: 'This is its error rate. The accuracy is the rest.' },
      ],
    },
    {
      id: 'baseline',
      text: 'The network is not better than logistic regression within the interval. What is the honest conclusion?',
      ideas: ['5.4 medicine'],
      options: [
        {
          id: 'simple',
          text: 'On these data the simple model is enough, and easier to explain.',
          right: true,
          why: 'Yes. A few hundred patients do not show an advantage of the larger model.',
        },
        {
          id: 'seed',
          text: 'Take the network, with the seed that gave the best score.',
          why: 'No. That would be choosing luck and calling it a result.',
        },
        {
          id: 'network',
          text: 'Take the network, since it is more modern.',
          why: 'Age is no argument. It costs more and explains less.',
        },
      ],
    },
    {
      id: 'support',
      text: 'What can the Wisconsin data not support?',
      ideas: ['5.4 medicine'],
      options: [
        {
          id: 'other',
          text: 'A claim about other hospitals, other machines and people of today.',
          right: true,
          why: 'Yes. 569 cases from one place in the 1990s, already picked for a biopsy. Elsewhere it must be measured anew.',
        },
        {
          id: 'separable',
          text: 'That the two classes can be told apart rather well.',
          why: 'This they do show, with a confidence interval.',
        },
        {
          id: 'folds',
          text: 'An estimate of the AUC with repeated cross-validation and an interval.',
          why: 'This is possible, and you did it.',
        },
      ],
    },
  ],
};
