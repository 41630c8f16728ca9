"""Mlp, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = mlp()
    load_weights(model, load_file("mlp.safetensors"))
"""

import keras
from keras import layers, ops


def mlp() -> keras.Model:
    x = x_input = keras.Input((4, 7))
    out_0 = layers.Flatten()(x)                                                      # [batch, 28]
    out_1 = layers.Dense(12, name="layer_1")(out_0)                                  # [batch, 12]
    out_2 = layers.ReLU()(out_1)                                                     # [batch, 12]
    out_3 = layers.Dropout(0.5)(out_2)                                               # [batch, 12]
    out_4 = layers.Dense(9, use_bias=False, name="layer_4")(out_3)                   # [batch, 9]
    out_5 = layers.LayerNormalization(axis=-1, epsilon=1e-5, name="layer_5")(out_4)  # [batch, 9]
    out_6 = ops.gelu(out_5, approximate=False)                                       # [batch, 9]
    out_7 = layers.Dense(4, name="layer_7")(out_6)                                   # [batch, 4]
    return keras.Model(x_input, out_7)


def load_weights(model: keras.Model, state: dict) -> None:
    model.get_layer("layer_1").set_weights([
        state["1.weight"].T,
        state["1.bias"],
    ])
    model.get_layer("layer_4").set_weights([
        state["4.weight"].T,
    ])
    model.get_layer("layer_5").set_weights([
        state["5.weight"],
        state["5.bias"],
    ])
    model.get_layer("layer_7").set_weights([
        state["7.weight"].T,
        state["7.bias"],
    ])
