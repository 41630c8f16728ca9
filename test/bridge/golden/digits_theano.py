"""Digits, written by Backprop Lab for Theano 1.0."""

import theano
import theano.tensor as T
from theano.tensor.signal import pool


def build(state: dict):
    """state: the weights by name, as NumPy arrays. Returns the compiled function and the shared variables."""
    shared = {name: theano.shared(value, name) for name, value in state.items()}
    x = T.tensor4("x")                                                                        # [batch, 1, 10, 12]
    h = x
    h = T.nnet.conv2d(h, shared["0.weight"], border_mode=(1, 1), subsample=(1, 1), filter_flip=False)
    h = h + shared["0.bias"].dimshuffle("x", 0, "x", "x")                                     # [batch, 4, 10, 12]
    h = T.nnet.relu(h)                                                                        # [batch, 4, 10, 12]
    h = pool.pool_2d(h, (2, 2), ignore_border=True, stride=(2, 2), pad=(0, 0), mode="max")    # [batch, 4, 5, 6]
    h = T.nnet.conv2d(h, shared["3.weight"], border_mode=(1, 0), subsample=(2, 2), filter_flip=False)
    h = h + shared["3.bias"].dimshuffle("x", 0, "x", "x")                                     # [batch, 6, 3, 3]
    h = (h - shared["4.running_mean"].dimshuffle("x", 0, "x", "x")) / T.sqrt(shared["4.running_var"].dimshuffle("x", 0, "x", "x") + 1e-5)
    h = shared["4.weight"].dimshuffle("x", 0, "x", "x") * h + shared["4.bias"].dimshuffle("x", 0, "x", "x")  # [batch, 6, 3, 3]
    h = T.nnet.relu(h, 0.2)                                                                   # [batch, 6, 3, 3]
    h = h.reshape((h.shape[0], 54))                                                           # [batch, 54]
    h = T.dot(h, shared["7.weight"].T) + shared["7.bias"]                                     # [batch, 12]
    h = T.tanh(h)                                                                             # [batch, 12]
    # Dropout does nothing when the model is used; in training, multiply by a random mask.    # [batch, 12]
    h = T.dot(h, shared["10.weight"].T) + shared["10.bias"]                                   # [batch, 10]
    h = T.nnet.softmax(h)                                                                     # [batch, 10]
    return theano.function([x], h), shared
