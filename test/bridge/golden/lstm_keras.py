"""LstmClassifier, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = lstm_classifier()
    load_weights(model, load_file("lstm_classifier.safetensors"))
"""

import keras
from keras import layers, ops


def lstm_classifier() -> keras.Model:
    x = x_input = keras.Input((6, 5))
    lstm_output, lstm_h_0_forward, lstm_c_0_forward, lstm_h_0_backward, lstm_c_0_backward = layers.Bidirectional(layers.LSTM(7, return_sequences=True, return_state=True), name="lstm_l0")(x)  # [batch, 6, 14]
    lstm_output, lstm_h_1_forward, lstm_c_1_forward, lstm_h_1_backward, lstm_c_1_backward = layers.Bidirectional(layers.LSTM(7, return_sequences=True, return_state=True), name="lstm_l1")(lstm_output)  # [batch, 6, 14]
    lstm_h = ops.stack([lstm_h_0_forward, lstm_h_0_backward, lstm_h_1_forward, lstm_h_1_backward])  # [layers · directions, batch, hidden]
    lstm_c = ops.stack([lstm_c_0_forward, lstm_c_0_backward, lstm_c_1_forward, lstm_c_1_backward])  # [layers · directions, batch, hidden]
    select_1 = lstm_h[-1]                                                                         # [batch, 7]
    select_2 = lstm_output[:, -1]                                                                 # [batch, 14]
    cat_1 = ops.concatenate([select_1, select_2], axis=1)                                         # [batch, 21]
    head_out = layers.Dense(4, name="head")(cat_1)                                                # [batch, 4]
    return keras.Model(x_input, head_out)


def load_weights(model: keras.Model, state: dict) -> None:
    model.get_layer("lstm_l0").set_weights([
        state["lstm.weight_ih_l0"].T,
        state["lstm.weight_hh_l0"].T,
        state["lstm.bias_ih_l0"] + state["lstm.bias_hh_l0"],
        state["lstm.weight_ih_l0_reverse"].T,
        state["lstm.weight_hh_l0_reverse"].T,
        state["lstm.bias_ih_l0_reverse"] + state["lstm.bias_hh_l0_reverse"],
    ])
    model.get_layer("lstm_l1").set_weights([
        state["lstm.weight_ih_l1"].T,
        state["lstm.weight_hh_l1"].T,
        state["lstm.bias_ih_l1"] + state["lstm.bias_hh_l1"],
        state["lstm.weight_ih_l1_reverse"].T,
        state["lstm.weight_hh_l1_reverse"].T,
        state["lstm.bias_ih_l1_reverse"] + state["lstm.bias_hh_l1_reverse"],
    ])
    model.get_layer("head").set_weights([
        state["head.weight"].T,
        state["head.bias"],
    ])
