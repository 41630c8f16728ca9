"""Mlp, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = mlp()
    model.load_state_dict(load_file("mlp.safetensors"))
    model.eval()
"""

from torch import nn


def mlp() -> nn.Sequential:
    """[batch, 4, 7] → [batch, 4]."""
    return nn.Sequential(
        nn.Flatten(),                  # [batch, 28]
        nn.Linear(28, 12),             # [batch, 12]
        nn.ReLU(),                     # [batch, 12]
        nn.Dropout(0.5),               # [batch, 12]
        nn.Linear(12, 9, bias=False),  # [batch, 9]
        nn.LayerNorm(9),               # [batch, 9]
        nn.GELU(),                     # [batch, 9]
        nn.Linear(9, 4),               # [batch, 4]
    )
