import type { Quiz } from '../types';

export const tensors: Quiz = {
  chapter: '03',
  title: 'Tensors and vector–Jacobian products',
  questions: [
    {
      id: 'shape',
      text: 'The loss is one number, W is a matrix of [3, 5]. What is the shape of the gradient of W?',
      options: [
        {
          id: 'same',
          text: '[3, 5]',
          right: true,
          why: 'Yes. There is one slope for each weight, so the gradient has the shape of W.',
        },
        {
          id: 'turned',
          text: '[5, 3]',
          why: 'No. Transposes occur inside the formula of the gradient, but the result has the shape of W itself.',
        },
        {
          id: 'number',
          text: 'One number, because the loss is one number.',
          why: 'No. One number changes when any of the 15 weights changes, and each of them has a slope of its own.',
        },
      ],
    },
    {
      id: 'bias',
      text: 'A bias of shape [4] was added to every row of a batch of shape [32, 4]. The gradient of the bias is the upstream gradient …',
      options: [
        {
          id: 'first',
          text: '… of the first row.',
          why: 'No. The bias took part in all 32 rows, and each of them sends something back.',
        },
        {
          id: 'mean',
          text: '… averaged over the rows.',
          why: 'No. If a mean is wanted, the loss has already divided by 32. The rule of broadcasting itself is a sum.',
        },
        {
          id: 'sum',
          text: '… summed over the rows.',
          right: true,
          why: 'Yes. Broadcasting uses one number many times, and the contributions of all its uses are added.',
        },
      ],
    },
    {
      id: 'matmul',
      text: 'Y = A · B. G is the gradient of the loss with respect to Y. What is the gradient of A?',
      options: [
        {
          id: 'gb',
          text: 'G · B',
          why: 'The shapes tell: G is [m, n] and B is [k, n]; this product exists only by luck. B must be transposed.',
        },
        {
          id: 'gbt',
          text: 'G · Bᵀ',
          right: true,
          why: 'Yes: [m, n] times [n, k] gives [m, k], the shape of A, and each entry sums over everything that this number of A has touched.',
        },
        { id: 'atg', text: 'Aᵀ · G', why: 'This one is the gradient of B. It has the shape of B.' },
      ],
    },
    {
      id: 'jacobian',
      text: 'Why does nobody build the whole Jacobian matrix of a layer?',
      ideas: ['0 significance'],
      options: [
        {
          id: 'huge',
          text: 'It would be huge, and only its product with one vector is needed.',
          right: true,
          why: 'Yes. For a layer from 1000 to 1000 numbers and a batch of 64 it would have 4 billion entries. The product with the upstream gradient is cheap.',
        },
        {
          id: 'unknown',
          text: 'It cannot be computed exactly, only estimated by nudging.',
          why: 'No. It is exact, each row is one backward walk. It is just far too large to be useful.',
        },
        {
          id: 'linear',
          text: 'It exists only for linear layers.',
          why: 'No. Every differentiable function has a Jacobian at each point.',
        },
      ],
    },
    {
      id: 'gradient-check',
      text: 'A gradient check compares with (f(x + h) − f(x − h)) / 2h. Which h is best in float64?',
      options: [
        {
          id: 'tiny',
          text: 'As small as possible, such as 1e-15.',
          why: 'No. Then f(x + h) and f(x − h) agree in nearly all digits, and their difference is rounding noise.',
        },
        {
          id: 'middle',
          text: 'About 1e-6 to 1e-5.',
          right: true,
          why: 'Yes. The error of the formula falls with h², and the rounding error grows with 1/h. Here they are both small.',
        },
        {
          id: 'large',
          text: 'About 0.1, so that rounding does not matter.',
          why: 'No. The function bends over such a distance, and the difference is no longer the slope.',
        },
      ],
    },
  ],
};
