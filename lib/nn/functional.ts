/** The operations behind layers, for weights that are no layer's: `nn.functional.conv2d(image, kernel)`. @module */
export { avgPool2d, conv1d, conv2d, dropout, fold, maxPool2d, unfold } from '../ops';
