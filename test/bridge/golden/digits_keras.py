"""Digits, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = digits()
    load_weights(model, load_file("digits.safetensors"))
"""

import keras
from keras import layers, ops


def digits() -> keras.Model:
    x = x_input = keras.Input((1, 10, 12))
    x = layers.Permute((2, 3, 1))(x)                                                      # channels last
    out_0 = layers.Conv2D(4, 3, padding="same", name="layer_0")(x)                        # [batch, 4, 10, 12]
    out_1 = layers.ReLU()(out_0)                                                          # [batch, 4, 10, 12]
    out_2 = layers.MaxPooling2D(2)(out_1)                                                 # [batch, 4, 5, 6]
    out_3 = layers.ZeroPadding2D((1, 0))(out_2)
    out_3 = layers.Conv2D(6, (3, 2), strides=2, name="layer_3")(out_3)                    # [batch, 6, 3, 3]
    out_4 = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="layer_4")(out_3)  # [batch, 6, 3, 3]
    out_5 = layers.LeakyReLU(negative_slope=0.2)(out_4)                                   # [batch, 6, 3, 3]
    out_5 = layers.Permute((3, 1, 2))(out_5)                                              # channels first
    out_6 = layers.Flatten()(out_5)                                                       # [batch, 54]
    out_7 = layers.Dense(12, name="layer_7")(out_6)                                       # [batch, 12]
    out_8 = layers.Activation("tanh")(out_7)                                              # [batch, 12]
    out_9 = layers.Dropout(0.5)(out_8)                                                    # [batch, 12]
    out_10 = layers.Dense(10, name="layer_10")(out_9)                                     # [batch, 10]
    out_11 = layers.Softmax(axis=1)(out_10)                                               # [batch, 10]
    return keras.Model(x_input, out_11)


def load_weights(model: keras.Model, state: dict) -> None:
    model.get_layer("layer_0").set_weights([
        state["0.weight"].transpose(2, 3, 1, 0),
        state["0.bias"],
    ])
    model.get_layer("layer_3").set_weights([
        state["3.weight"].transpose(2, 3, 1, 0),
        state["3.bias"],
    ])
    model.get_layer("layer_4").set_weights([
        state["4.weight"],
        state["4.bias"],
        state["4.running_mean"],
        state["4.running_var"],
    ])
    model.get_layer("layer_7").set_weights([
        state["7.weight"].T,
        state["7.bias"],
    ])
    model.get_layer("layer_10").set_weights([
        state["10.weight"].T,
        state["10.bias"],
    ])
