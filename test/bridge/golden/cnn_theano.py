"""Cnn, written by Backprop Lab for Theano 1.0."""

import theano
import theano.tensor as T
from theano.tensor.signal import pool


def build(state: dict):
    """state: the weights by name, as NumPy arrays. Returns the compiled function and the shared variables."""
    shared = {name: theano.shared(value, name) for name, value in state.items()}
    x = T.tensor4("x")                                                                        # [batch, 2, 9, 8]
    h = x
    h = T.nnet.conv2d(h, shared["0.0.weight"], border_mode=(1, 0), subsample=(1, 1), filter_flip=False)  # [batch, 6, 9, 7]
    h = (h - shared["0.1.running_mean"].dimshuffle("x", 0, "x", "x")) / T.sqrt(shared["0.1.running_var"].dimshuffle("x", 0, "x", "x") + 1e-5)
    h = shared["0.1.weight"].dimshuffle("x", 0, "x", "x") * h + shared["0.1.bias"].dimshuffle("x", 0, "x", "x")  # [batch, 6, 9, 7]
    h = T.nnet.relu(h, 0.1)                                                                   # [batch, 6, 9, 7]
    h = pool.pool_2d(h, (2, 3), ignore_border=True, stride=(2, 2), pad=(1, 1), mode="max")    # [batch, 6, 5, 4]
    h = T.nnet.conv2d(h, shared["2.0.weight"], border_mode=(1, 0), subsample=(2, 2), filter_flip=False)  # [batch, 5, 3, 2]
    h = (h - shared["2.1.running_mean"].dimshuffle("x", 0, "x", "x")) / T.sqrt(shared["2.1.running_var"].dimshuffle("x", 0, "x", "x") + 1e-5)
    h = shared["2.1.weight"].dimshuffle("x", 0, "x", "x") * h + shared["2.1.bias"].dimshuffle("x", 0, "x", "x")  # [batch, 5, 3, 2]
    h = T.nnet.relu(h, 0.1)                                                                   # [batch, 5, 3, 2]
    h = pool.pool_2d(h, (2, 2), ignore_border=True, stride=(1, 1), pad=(1, 1), mode="average_inc_pad")  # [batch, 5, 4, 3]
    h = h.reshape((h.shape[0], 60))                                                           # [batch, 60]
    h = T.dot(h, shared["5.weight"].T) + shared["5.bias"]                                     # [batch, 10]
    h = (h - shared["6.running_mean"]) / T.sqrt(shared["6.running_var"] + 1e-5)
    h = shared["6.weight"] * h + shared["6.bias"]                                             # [batch, 10]
    h = T.nnet.logsoftmax(h)                                                                  # [batch, 10]
    return theano.function([x], h), shared
