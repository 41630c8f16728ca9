"""Cnn, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = cnn()
    load_weights(model, load_file("cnn.safetensors"))
"""

import keras
from keras import layers, ops


def cnn() -> keras.Model:
    x = x_input = keras.Input((2, 9, 8))
    x = layers.Permute((2, 3, 1))(x)                                                            # channels last
    out_0_0 = layers.ZeroPadding2D((1, 0))(x)
    out_0_0 = layers.Conv2D(6, (3, 2), use_bias=False, name="layer_0_0")(out_0_0)               # [batch, 6, 9, 7]
    out_0_1 = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="layer_0_1")(out_0_0)  # [batch, 6, 9, 7]
    out_0_2 = layers.LeakyReLU(negative_slope=0.1)(out_0_1)                                     # [batch, 6, 9, 7]
    out_1 = ops.pad(out_0_2, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=float("-inf"))
    out_1 = layers.MaxPooling2D((2, 3), strides=2)(out_1)                                       # [batch, 6, 5, 4]
    out_2_0 = layers.ZeroPadding2D((1, 0))(out_1)
    out_2_0 = layers.Conv2D(5, (3, 2), strides=2, use_bias=False, name="layer_2_0")(out_2_0)    # [batch, 5, 3, 2]
    out_2_1 = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="layer_2_1")(out_2_0)  # [batch, 5, 3, 2]
    out_2_2 = layers.LeakyReLU(negative_slope=0.1)(out_2_1)                                     # [batch, 5, 3, 2]
    out_3 = layers.ZeroPadding2D(1)(out_2_2)
    out_3 = layers.AveragePooling2D(2, strides=1)(out_3)                                        # [batch, 5, 4, 3]
    out_3 = layers.Permute((3, 1, 2))(out_3)                                                    # channels first
    out_4 = layers.Flatten()(out_3)                                                             # [batch, 60]
    out_5 = layers.Dense(10, name="layer_5")(out_4)                                             # [batch, 10]
    out_6 = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="layer_6")(out_5)        # [batch, 10]
    out_7 = ops.log_softmax(out_6, axis=-1)                                                     # [batch, 10]
    return keras.Model(x_input, out_7)


def load_weights(model: keras.Model, state: dict) -> None:
    model.get_layer("layer_0_0").set_weights([
        state["0.0.weight"].transpose(2, 3, 1, 0),
    ])
    model.get_layer("layer_0_1").set_weights([
        state["0.1.weight"],
        state["0.1.bias"],
        state["0.1.running_mean"],
        state["0.1.running_var"],
    ])
    model.get_layer("layer_2_0").set_weights([
        state["2.0.weight"].transpose(2, 3, 1, 0),
    ])
    model.get_layer("layer_2_1").set_weights([
        state["2.1.weight"],
        state["2.1.bias"],
        state["2.1.running_mean"],
        state["2.1.running_var"],
    ])
    model.get_layer("layer_5").set_weights([
        state["5.weight"].T,
        state["5.bias"],
    ])
    model.get_layer("layer_6").set_weights([
        state["6.weight"],
        state["6.bias"],
        state["6.running_mean"],
        state["6.running_var"],
    ])
