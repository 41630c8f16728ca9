"""Seq2Seq, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.numpy import load_file
    model = seq2_seq()
    load_weights(model, load_file("seq2_seq.safetensors"))
"""

import keras
from keras import layers, ops


def seq2_seq() -> keras.Model:
    source = source_input = keras.Input((7,), dtype="int32")
    target = target_input = keras.Input((5,), dtype="int32")
    source_embedding_out = layers.Embedding(13, 6, name="source_embedding")(source)               # [batch, 7, 6]
    encoder_output, encoder_h_0, encoder_c_0 = layers.LSTM(8, return_sequences=True, return_state=True, name="encoder")(source_embedding_out)  # [batch, 7, 8]
    encoder_h = ops.stack([encoder_h_0])                                                          # [layers · directions, batch, hidden]
    encoder_c = ops.stack([encoder_c_0])                                                          # [layers · directions, batch, hidden]
    target_embedding_out = layers.Embedding(13, 6, name="target_embedding")(target)               # [batch, 5, 6]
    decoder_output, decoder_h_0, decoder_c_0 = layers.LSTM(8, return_sequences=True, return_state=True, name="decoder")(target_embedding_out, initial_state=[encoder_h[0], encoder_c[0]])  # [batch, 5, 8]
    decoder_h = ops.stack([decoder_h_0])                                                          # [layers · directions, batch, hidden]
    decoder_c = ops.stack([decoder_c_0])                                                          # [layers · directions, batch, hidden]
    transpose_1 = ops.swapaxes(encoder_output, 1, 2)                                              # [batch, 8, 7]
    matmul_1 = ops.matmul(decoder_output, transpose_1)                                            # [batch, 5, 7]
    scale_1 = 0.35355339059327373 * matmul_1                                                      # [batch, 5, 7]
    attention_out = layers.Softmax()(scale_1)                                                     # [batch, 5, 7]
    matmul_2 = ops.matmul(attention_out, encoder_output)                                          # [batch, 5, 8]
    cat_1 = ops.concatenate([decoder_output, matmul_2], axis=2)                                   # [batch, 5, 16]
    mix_0_out = layers.Dense(8, name="mix_0")(cat_1)                                              # [batch, 5, 8]
    mix_out = layers.Activation("tanh")(mix_0_out)                                                # [batch, 5, 8]
    head_out = layers.Dense(13, name="head")(mix_out)                                             # [batch, 5, 13]
    return keras.Model([source_input, target_input], [head_out, attention_out])


def load_weights(model: keras.Model, state: dict) -> None:
    model.get_layer("source_embedding").set_weights([
        state["source_embedding.weight"],
    ])
    model.get_layer("encoder").set_weights([
        state["encoder.weight_ih_l0"].T,
        state["encoder.weight_hh_l0"].T,
        state["encoder.bias_ih_l0"] + state["encoder.bias_hh_l0"],
    ])
    model.get_layer("target_embedding").set_weights([
        state["target_embedding.weight"],
    ])
    model.get_layer("decoder").set_weights([
        state["decoder.weight_ih_l0"].T,
        state["decoder.weight_hh_l0"].T,
        state["decoder.bias_ih_l0"] + state["decoder.bias_hh_l0"],
    ])
    model.get_layer("mix_0").set_weights([
        state["mix.0.weight"].T,
        state["mix.0.bias"],
    ])
    model.get_layer("head").set_weights([
        state["head.weight"].T,
        state["head.bias"],
    ])
