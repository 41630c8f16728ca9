"""Cnn, written by Backprop Lab for MXNet 1.9."""

import mxnet as mx
from mxnet.gluon import nn


def cnn() -> nn.HybridSequential:
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(6, kernel_size=(3, 2), strides=1, padding=(1, 0), dilation=1, use_bias=False, in_channels=2),  # [batch, 6, 9, 7]
        nn.BatchNorm(momentum=0.9, epsilon=1e-5, in_channels=6),                              # [batch, 6, 9, 7]
        nn.LeakyReLU(0.1),                                                                    # [batch, 6, 9, 7]
        nn.MaxPool2D(pool_size=(2, 3), strides=2, padding=1),                                 # [batch, 6, 5, 4]
        nn.Conv2D(5, kernel_size=(3, 2), strides=2, padding=(1, 0), dilation=1, use_bias=False, in_channels=6),  # [batch, 5, 3, 2]
        nn.BatchNorm(momentum=0.9, epsilon=1e-5, in_channels=5),                              # [batch, 5, 3, 2]
        nn.LeakyReLU(0.1),                                                                    # [batch, 5, 3, 2]
        nn.AvgPool2D(pool_size=2, strides=1, padding=1),                                      # [batch, 5, 4, 3]
        nn.Flatten(),                                                                         # [batch, 60]
        nn.Dense(10, flatten=False, in_units=60),                                             # [batch, 10]
        nn.BatchNorm(momentum=0.9, epsilon=1e-5, in_channels=10),                             # [batch, 10]
        nn.HybridLambda(lambda F, x: F.log_softmax(x, axis=-1)),                              # [batch, 10]
    )
    net.initialize()
    return net


def load_weights(net: nn.HybridSequential, state: dict) -> None:
    net[0].weight.set_data(mx.nd.array(state["0.0.weight"]))
    net[1].gamma.set_data(mx.nd.array(state["0.1.weight"]))
    net[1].beta.set_data(mx.nd.array(state["0.1.bias"]))
    net[1].running_mean.set_data(mx.nd.array(state["0.1.running_mean"]))
    net[1].running_var.set_data(mx.nd.array(state["0.1.running_var"]))
    net[4].weight.set_data(mx.nd.array(state["2.0.weight"]))
    net[5].gamma.set_data(mx.nd.array(state["2.1.weight"]))
    net[5].beta.set_data(mx.nd.array(state["2.1.bias"]))
    net[5].running_mean.set_data(mx.nd.array(state["2.1.running_mean"]))
    net[5].running_var.set_data(mx.nd.array(state["2.1.running_var"]))
    net[9].weight.set_data(mx.nd.array(state["5.weight"]))
    net[9].bias.set_data(mx.nd.array(state["5.bias"]))
    net[10].gamma.set_data(mx.nd.array(state["6.weight"]))
    net[10].beta.set_data(mx.nd.array(state["6.bias"]))
    net[10].running_mean.set_data(mx.nd.array(state["6.running_mean"]))
    net[10].running_var.set_data(mx.nd.array(state["6.running_var"]))
