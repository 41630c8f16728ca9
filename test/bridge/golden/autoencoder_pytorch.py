"""Autoencoder, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = Autoencoder()
    model.load_state_dict(load_file("autoencoder.safetensors"))
    model.eval()
"""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(),                # [batch, 36]
            nn.Linear(36, 16),           # [batch, 16]
            nn.ELU(alpha=0.5),           # [batch, 16]
            nn.Linear(16, 2),            # [batch, 2]
        )
        self.decoder = nn.Sequential(
            nn.Linear(2, 16),            # [batch, 16]
            nn.Tanh(),                   # [batch, 16]
            nn.Linear(16, 36),           # [batch, 36]
            nn.Sigmoid(),                # [batch, 36]
            nn.Unflatten(1, (1, 6, 6)),  # [batch, 1, 6, 6]
        )

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x: [batch, 1, 6, 6] of float32."""
        encoder_out = self.encoder(x)
        decoder_out = self.decoder(encoder_out)
        return decoder_out, encoder_out
