"""Cnn, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = cnn()
    model.load_state_dict(load_file("cnn.safetensors"))
    model.eval()
"""

from torch import nn


def cnn() -> nn.Sequential:
    """[batch, 2, 9, 8] → [batch, 10]."""
    return nn.Sequential(
        nn.Sequential(
            nn.Conv2d(2, 6, kernel_size=(3, 2), padding=(1, 0), bias=False),            # [batch, 6, 9, 7]
            nn.BatchNorm2d(6),                                                          # [batch, 6, 9, 7]
            nn.LeakyReLU(0.1),                                                          # [batch, 6, 9, 7]
        ),
        nn.MaxPool2d((2, 3), stride=2, padding=1),                                      # [batch, 6, 5, 4]
        nn.Sequential(
            nn.Conv2d(6, 5, kernel_size=(3, 2), stride=2, padding=(1, 0), bias=False),  # [batch, 5, 3, 2]
            nn.BatchNorm2d(5),                                                          # [batch, 5, 3, 2]
            nn.LeakyReLU(0.1),                                                          # [batch, 5, 3, 2]
        ),
        nn.AvgPool2d(2, stride=1, padding=1),                                           # [batch, 5, 4, 3]
        nn.Flatten(),                                                                   # [batch, 60]
        nn.Linear(60, 10),                                                              # [batch, 10]
        nn.BatchNorm1d(10),                                                             # [batch, 10]
        nn.LogSoftmax(dim=-1),                                                          # [batch, 10]
    )
