// Digits, written by Backprop Lab.

import * as tf from '@tensorflow/tfjs';

export function digits() {
  return tf.sequential({
    layers: [
      tf.layers.permute({ inputShape: [1, 10, 12], dims: [2, 3, 1] }),                        // channels last
      tf.layers.zeroPadding2d({ padding: [[1, 1], [1, 1]] }),
      tf.layers.conv2d({ filters: 4, kernelSize: [3, 3], name: 'layer_0' }),                  // [batch, 4, 10, 12]
      tf.layers.activation({ activation: 'relu' }),                                           // [batch, 4, 10, 12]
      tf.layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }),                          // [batch, 4, 5, 6]
      tf.layers.zeroPadding2d({ padding: [[1, 1], [0, 0]] }),
      tf.layers.conv2d({ filters: 6, kernelSize: [3, 2], strides: [2, 2], name: 'layer_3' }),  // [batch, 6, 3, 3]
      tf.layers.batchNormalization({ momentum: 0.9, epsilon: 0.00001, name: 'layer_4' }),     // [batch, 6, 3, 3]
      tf.layers.leakyReLU({ alpha: 0.2 }),                                                    // [batch, 6, 3, 3]
      tf.layers.permute({ dims: [3, 1, 2] }),                                                 // channels first
      tf.layers.flatten(),                                                                    // [batch, 54]
      tf.layers.dense({ units: 12, name: 'layer_7' }),                                        // [batch, 12]
      tf.layers.activation({ activation: 'tanh' }),                                           // [batch, 12]
      tf.layers.dropout({ rate: 0.5 }),                                                       // [batch, 12]
      tf.layers.dense({ units: 10, name: 'layer_10' }),                                       // [batch, 10]
      tf.layers.softmax({ axis: 1 }),                                                         // [batch, 10]
    ],
  });
}

/** @param state the weights by name, as tensors in the shapes of PyTorch */
export function loadWeights(model, state) {
  model.getLayer('layer_0').setWeights([
    state['0.weight'].transpose([2, 3, 1, 0]),
    state['0.bias'],
  ]);
  model.getLayer('layer_3').setWeights([
    state['3.weight'].transpose([2, 3, 1, 0]),
    state['3.bias'],
  ]);
  model.getLayer('layer_4').setWeights([
    state['4.weight'],
    state['4.bias'],
    state['4.running_mean'],
    state['4.running_var'],
  ]);
  model.getLayer('layer_7').setWeights([
    state['7.weight'].transpose(),
    state['7.bias'],
  ]);
  model.getLayer('layer_10').setWeights([
    state['10.weight'].transpose(),
    state['10.bias'],
  ]);
}
