"""Autoencoder, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = autoencoder()
    load_weights(model, load_file("autoencoder.safetensors"))
"""

import keras
from keras import layers, ops


def autoencoder() -> keras.Model:
    x = x_input = keras.Input((1, 6, 6))
    encoder_0_out = layers.Flatten()(x)                                # [batch, 36]
    encoder_1_out = layers.Dense(16, name="encoder_1")(encoder_0_out)  # [batch, 16]
    encoder_2_out = layers.ELU(alpha=0.5)(encoder_1_out)               # [batch, 16]
    encoder_out = layers.Dense(2, name="encoder_3")(encoder_2_out)     # [batch, 2]
    decoder_0_out = layers.Dense(16, name="decoder_0")(encoder_out)    # [batch, 16]
    decoder_1_out = layers.Activation("tanh")(decoder_0_out)           # [batch, 16]
    decoder_2_out = layers.Dense(36, name="decoder_2")(decoder_1_out)  # [batch, 36]
    decoder_3_out = layers.Activation("sigmoid")(decoder_2_out)        # [batch, 36]
    decoder_out = layers.Reshape((1, 6, 6))(decoder_3_out)             # [batch, 1, 6, 6]
    return keras.Model(x_input, [decoder_out, encoder_out])


def load_weights(model: keras.Model, state: dict) -> None:
    model.get_layer("encoder_1").set_weights([
        state["encoder.1.weight"].T,
        state["encoder.1.bias"],
    ])
    model.get_layer("encoder_3").set_weights([
        state["encoder.3.weight"].T,
        state["encoder.3.bias"],
    ])
    model.get_layer("decoder_0").set_weights([
        state["decoder.0.weight"].T,
        state["decoder.0.bias"],
    ])
    model.get_layer("decoder_2").set_weights([
        state["decoder.2.weight"].T,
        state["decoder.2.bias"],
    ])
