// What a quiz is. Everything a learner reads has an id, so that a translation can stand beside it.

/** The rows of the curriculum that questions are about; a test holds that each row has a question. */
export const IDEAS = [
  '0 function',
  '0 direction',
  '0 significance',
  '0 generalization',
  '0 not a benefit',
  '0 four steps',
  '1.1 batches',
  '1.1 momentum',
  '1.1 adaptive',
  '1.1 schedules',
  '1.2 why gradients vanish',
  '1.2 initialization',
  '1.2 batch normalization',
  '1.2 clipping',
  '1.2 activations',
  '1.3 overfitting',
  '1.3 penalties',
  '1.3 dropout',
  '2.1 feedforward',
  '2.2 convolution',
  '2.2 pooling',
  '2.3 through time',
  '2.4 gates',
  '2.5 autoencoders',
  '3 frameworks',
  '3 graphs',
  '4.1 preprocessing',
  '4.2 tuning',
  '4.3 curves',
  '4.4 early stopping',
  '4.5 test sets',
  '5.1 images',
  '5.2 translation',
  '5.3 detection',
  '5.4 medicine',
  '6 reading',
] as const;
export type Idea = (typeof IDEAS)[number];

export interface Quiz {
  /** The notebook's number: '01'. */
  readonly chapter: string;
  readonly title: string;
  readonly questions: readonly Question[];
}

export interface Question {
  /** Unique within the quiz, for ever. */
  readonly id: string;
  readonly text: string;
  /** At least one is right. */
  readonly options: readonly Option[];
  readonly ideas?: readonly Idea[];
}

export interface Option {
  /** Unique within the question, for ever. */
  readonly id: string;
  readonly text: string;
  readonly right?: true;
  /** Why it is right or wrong, for whoever chose it. */
  readonly why: string;
}
