import type { Quiz } from '../types';

export const autoencoders: Quiz = {
  chapter: '12',
  title: 'Autoencoders',
  questions: [
    {
      id: 'bottleneck',
      text: 'What does the bottleneck of an autoencoder force the network to do?',
      ideas: ['2.5 autoencoders'],
      options: [
        {
          id: 'compress',
          text: 'To keep what matters most for rebuilding the input, in few numbers.',
          right: true,
          why: 'Yes. There is no room to copy, so it must find what the inputs have in common.',
        },
        {
          id: 'classify',
          text: 'To find the classes of the inputs, one for each latent number.',
          why: 'No. It never sees a class. Classes may show up in the map, but only because similar inputs lie together.',
        },
        {
          id: 'speed',
          text: 'To compute faster.',
          why: 'It may be faster, but this is not the point. The point is what two numbers can tell about a picture.',
        },
      ],
    },
    {
      id: 'denoising',
      text: 'What is the target of a denoising autoencoder?',
      ideas: ['2.5 autoencoders'],
      options: [
        {
          id: 'clean',
          text: 'The clean picture.',
          right: true,
          why: 'Yes. The input is noisy, the target is not, so the network must know what pictures look like.',
        },
        {
          id: 'noisy',
          text: 'The noisy picture, the same as the input.',
          why: 'Then it would learn to rebuild the noise as well.',
        },
        {
          id: 'noise',
          text: 'The noise that was added.',
          why: 'Other models do this, but the denoising autoencoder of this chapter rebuilds the picture.',
        },
      ],
    },
    {
      id: 'pca',
      text: 'A linear autoencoder with two latent numbers and squared error is at best as good as …',
      ideas: ['2.5 autoencoders'],
      options: [
        {
          id: 'pca',
          text: '… PCA with two components.',
          right: true,
          why: 'Yes. No linear map to two numbers and back has a smaller squared error than PCA. To do better, it needs nonlinear layers.',
        },
        {
          id: 'mean',
          text: '… the mean of all pictures.',
          why: 'It can do better: the mean picture uses no latent number at all.',
        },
        {
          id: 'any',
          text: '… any network.',
          why: 'No. Nonlinear encoders do better on the digits, as you measured.',
        },
      ],
    },
    {
      id: 'tied',
      text: 'The decoder uses the transposed weights of the encoder. The gradient of W is …',
      ideas: ['2.5 autoencoders'],
      options: [
        {
          id: 'both',
          text: '… the sum of two contributions, one from each use.',
          right: true,
          why: 'Yes. W is used twice, so two ways lead from it to the loss.',
        },
        {
          id: 'decoder',
          text: '… that of the decoder, which is nearer to the loss.',
          why: 'No. The encoder changes the code, and the code changes the loss.',
        },
        {
          id: 'zero',
          text: '… zero, because W and its transpose cancel.',
          why: 'No. Their product is close to the identity for a good autoencoder, but nothing cancels.',
        },
      ],
    },
    {
      id: 'map',
      text: 'Two digits lie close together in the latent map. What is sure?',
      options: [
        {
          id: 'similar',
          text: 'The decoder draws similar pictures for them.',
          right: true,
          why: 'Yes. The decoder is continuous: near points give near pictures.',
        },
        {
          id: 'same-class',
          text: 'They show the same digit, perhaps slanted.',
          why: 'Often, but not always: a 4 and a 9 can look alike to the network.',
        },
        {
          id: 'same-writer',
          text: 'The same person wrote them.',
          why: 'No. The network knows nothing of writers.',
        },
      ],
    },
  ],
};
