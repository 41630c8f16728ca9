"""GruClassifier, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = gru_classifier()
    load_weights(model, load_file("gru_classifier.safetensors"))
"""

import keras
from keras import layers, ops


def gru_classifier() -> keras.Model:
    words = words_input = keras.Input((8,), dtype="int32")
    embedding_out = layers.Embedding(11, 6, name="embedding")(words)                              # [batch, 8, 6]
    gru_output, gru_h_0 = layers.GRU(9, return_sequences=True, return_state=True, name="gru")(embedding_out)  # [batch, 8, 9]
    gru_h = ops.stack([gru_h_0])                                                                  # [layers · directions, batch, hidden]
    rnn_output, rnn_h_0 = layers.SimpleRNN(5, activation="relu", return_sequences=True, return_state=True, name="rnn")(gru_output)  # [batch, 8, 5]
    rnn_h = ops.stack([rnn_h_0])                                                                  # [layers · directions, batch, hidden]
    mean_1 = ops.mean(rnn_output, axis=1)                                                         # [batch, 5]
    head_out = layers.Dense(3, name="head")(mean_1)                                               # [batch, 3]
    return keras.Model(words_input, head_out)


def load_weights(model: keras.Model, state: dict) -> None:
    def gru_gates(rows):  # r, z, n → z, r, n
        third = len(rows) // 3
        return rows[[*range(third, 2 * third), *range(third), *range(2 * third, 3 * third)]]

    model.get_layer("embedding").set_weights([
        state["embedding.weight"],
    ])
    model.get_layer("gru").set_weights([
        gru_gates(state["gru.weight_ih_l0"]).T,
        gru_gates(state["gru.weight_hh_l0"]).T,
        ops.stack([gru_gates(state["gru.bias_ih_l0"]), gru_gates(state["gru.bias_hh_l0"])]),
    ])
    model.get_layer("rnn").set_weights([
        state["rnn.weight_ih_l0"].T,
        state["rnn.weight_hh_l0"].T,
        state["rnn.bias_ih_l0"] + state["rnn.bias_hh_l0"],
    ])
    model.get_layer("head").set_weights([
        state["head.weight"].T,
        state["head.bias"],
    ])
