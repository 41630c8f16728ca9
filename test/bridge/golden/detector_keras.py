"""Detector, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = detector()
    load_weights(model, load_file("detector.safetensors"))
"""

import keras
from keras import layers, ops


def detector() -> keras.Model:
    image = image_input = keras.Input((3, 16, 24))
    image = layers.Permute((2, 3, 1))(image)                                                      # channels last
    stage1_0_out = layers.Conv2D(4, 3, padding="same", use_bias=False, name="stage1_0")(image)    # [batch, 4, 16, 24]
    stage1_1_out = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="stage1_1")(stage1_0_out)  # [batch, 4, 16, 24]
    stage1_2_out = layers.ReLU()(stage1_1_out)                                                    # [batch, 4, 16, 24]
    stage1_out = layers.MaxPooling2D(2)(stage1_2_out)                                             # [batch, 4, 8, 12]
    stage2_0_out = layers.Conv2D(6, 3, padding="same", use_bias=False, name="stage2_0")(stage1_out)  # [batch, 6, 8, 12]
    stage2_1_out = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="stage2_1")(stage2_0_out)  # [batch, 6, 8, 12]
    stage2_2_out = layers.ReLU()(stage2_1_out)                                                    # [batch, 6, 8, 12]
    stage2_out = layers.MaxPooling2D(2)(stage2_2_out)                                             # [batch, 6, 4, 6]
    skip_out = layers.Conv2D(6, 1, name="skip")(stage2_out)                                       # [batch, 6, 4, 6]
    gate_out = layers.Activation("sigmoid")(skip_out)                                             # [batch, 6, 4, 6]
    mul_1 = skip_out * gate_out                                                                   # [batch, 6, 4, 6]
    add_1 = stage2_out + mul_1                                                                    # [batch, 6, 4, 6]
    head_out = layers.Conv2D(8, 1, name="head")(add_1)                                            # [batch, 8, 4, 6]
    head_out = layers.Permute((3, 1, 2))(head_out)                                                # channels first
    return keras.Model(image_input, head_out)


def load_weights(model: keras.Model, state: dict) -> None:
    model.get_layer("stage1_0").set_weights([
        state["stage1.0.weight"].transpose(2, 3, 1, 0),
    ])
    model.get_layer("stage1_1").set_weights([
        state["stage1.1.weight"],
        state["stage1.1.bias"],
        state["stage1.1.running_mean"],
        state["stage1.1.running_var"],
    ])
    model.get_layer("stage2_0").set_weights([
        state["stage2.0.weight"].transpose(2, 3, 1, 0),
    ])
    model.get_layer("stage2_1").set_weights([
        state["stage2.1.weight"],
        state["stage2.1.bias"],
        state["stage2.1.running_mean"],
        state["stage2.1.running_var"],
    ])
    model.get_layer("skip").set_weights([
        state["skip.weight"].transpose(2, 3, 1, 0),
        state["skip.bias"],
    ])
    model.get_layer("head").set_weights([
        state["head.weight"].transpose(2, 3, 1, 0),
        state["head.bias"],
    ])
