"""Mlp, written by Backprop Lab for Theano 1.0."""

import theano
import theano.tensor as T
from theano.tensor.signal import pool


def build(state: dict):
    """state: the weights by name, as NumPy arrays. Returns the compiled function and the shared variables."""
    shared = {name: theano.shared(value, name) for name, value in state.items()}
    x = T.tensor3("x")                                                                      # [batch, 4, 7]
    h = x
    h = h.reshape((h.shape[0], 28))                                                         # [batch, 28]
    h = T.dot(h, shared["1.weight"].T) + shared["1.bias"]                                   # [batch, 12]
    h = T.nnet.relu(h)                                                                      # [batch, 12]
    # Dropout does nothing when the model is used; in training, multiply by a random mask.  # [batch, 12]
    h = T.dot(h, shared["4.weight"].T)                                                      # [batch, 9]
    mean, variance = h.mean(axis=-1, keepdims=True), h.var(axis=-1, keepdims=True)
    h = shared["5.weight"] * (h - mean) / T.sqrt(variance + 1e-5) + shared["5.bias"]        # [batch, 9]
    h = 0.5 * h * (1 + T.erf(h / 2 ** 0.5))                                                 # [batch, 9]
    h = T.dot(h, shared["7.weight"].T) + shared["7.bias"]                                   # [batch, 4]
    return theano.function([x], h), shared
