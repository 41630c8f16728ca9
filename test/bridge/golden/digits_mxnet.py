"""Digits, written by Backprop Lab for MXNet 1.9."""

import mxnet as mx
from mxnet.gluon import nn


def digits() -> nn.HybridSequential:
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(4, kernel_size=3, strides=1, padding=1, dilation=1, in_channels=1),         # [batch, 4, 10, 12]
        nn.Activation("relu"),                                                                # [batch, 4, 10, 12]
        nn.MaxPool2D(pool_size=2, strides=2, padding=0),                                      # [batch, 4, 5, 6]
        nn.Conv2D(6, kernel_size=(3, 2), strides=2, padding=(1, 0), dilation=1, in_channels=4),  # [batch, 6, 3, 3]
        nn.BatchNorm(momentum=0.9, epsilon=1e-5, in_channels=6),                              # [batch, 6, 3, 3]
        nn.LeakyReLU(0.2),                                                                    # [batch, 6, 3, 3]
        nn.Flatten(),                                                                         # [batch, 54]
        nn.Dense(12, flatten=False, in_units=54),                                             # [batch, 12]
        nn.Activation("tanh"),                                                                # [batch, 12]
        nn.Dropout(0.5),                                                                      # [batch, 12]
        nn.Dense(10, flatten=False, in_units=12),                                             # [batch, 10]
        nn.HybridLambda(lambda F, x: F.softmax(x, axis=1)),                                   # [batch, 10]
    )
    net.initialize()
    return net


def load_weights(net: nn.HybridSequential, state: dict) -> None:
    net[0].weight.set_data(mx.nd.array(state["0.weight"]))
    net[0].bias.set_data(mx.nd.array(state["0.bias"]))
    net[3].weight.set_data(mx.nd.array(state["3.weight"]))
    net[3].bias.set_data(mx.nd.array(state["3.bias"]))
    net[4].gamma.set_data(mx.nd.array(state["4.weight"]))
    net[4].beta.set_data(mx.nd.array(state["4.bias"]))
    net[4].running_mean.set_data(mx.nd.array(state["4.running_mean"]))
    net[4].running_var.set_data(mx.nd.array(state["4.running_var"]))
    net[7].weight.set_data(mx.nd.array(state["7.weight"]))
    net[7].bias.set_data(mx.nd.array(state["7.bias"]))
    net[10].weight.set_data(mx.nd.array(state["10.weight"]))
    net[10].bias.set_data(mx.nd.array(state["10.bias"]))
