"""Mlp, written by Backprop Lab for MXNet 1.9."""

import mxnet as mx
from mxnet.gluon import nn


def mlp() -> nn.HybridSequential:
    net = nn.HybridSequential()
    net.add(
        nn.Flatten(),                                             # [batch, 28]
        nn.Dense(12, flatten=False, in_units=28),                 # [batch, 12]
        nn.Activation("relu"),                                    # [batch, 12]
        nn.Dropout(0.5),                                          # [batch, 12]
        nn.Dense(9, use_bias=False, flatten=False, in_units=12),  # [batch, 9]
        nn.LayerNorm(epsilon=1e-5, in_channels=9),                # [batch, 9]
        nn.GELU(),                                                # [batch, 9]
        nn.Dense(4, flatten=False, in_units=9),                   # [batch, 4]
    )
    net.initialize()
    return net


def load_weights(net: nn.HybridSequential, state: dict) -> None:
    net[1].weight.set_data(mx.nd.array(state["1.weight"]))
    net[1].bias.set_data(mx.nd.array(state["1.bias"]))
    net[4].weight.set_data(mx.nd.array(state["4.weight"]))
    net[5].gamma.set_data(mx.nd.array(state["5.weight"]))
    net[5].beta.set_data(mx.nd.array(state["5.bias"]))
    net[7].weight.set_data(mx.nd.array(state["7.weight"]))
    net[7].bias.set_data(mx.nd.array(state["7.bias"]))
