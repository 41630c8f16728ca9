"""Digits, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = digits()
    model.load_state_dict(load_file("digits.safetensors"))
    model.eval()
"""

from torch import nn


def digits() -> nn.Sequential:
    """[batch, 1, 10, 12] → [batch, 10]."""
    return nn.Sequential(
        nn.Conv2d(1, 4, kernel_size=3, padding=1),                      # [batch, 4, 10, 12]
        nn.ReLU(),                                                      # [batch, 4, 10, 12]
        nn.MaxPool2d(2),                                                # [batch, 4, 5, 6]
        nn.Conv2d(4, 6, kernel_size=(3, 2), stride=2, padding=(1, 0)),  # [batch, 6, 3, 3]
        nn.BatchNorm2d(6),                                              # [batch, 6, 3, 3]
        nn.LeakyReLU(0.2),                                              # [batch, 6, 3, 3]
        nn.Flatten(),                                                   # [batch, 54]
        nn.Linear(54, 12),                                              # [batch, 12]
        nn.Tanh(),                                                      # [batch, 12]
        nn.Dropout(0.5),                                                # [batch, 12]
        nn.Linear(12, 10),                                              # [batch, 10]
        nn.Softmax(dim=1),                                              # [batch, 10]
    )
