"""Detector, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = Detector()
    model.load_state_dict(load_file("detector.safetensors"))
    model.eval()
"""

import torch
from torch import nn


class Detector(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stage1 = nn.Sequential(
            nn.Conv2d(3, 4, kernel_size=3, padding=1, bias=False),  # [batch, 4, 16, 24]
            nn.BatchNorm2d(4),                                      # [batch, 4, 16, 24]
            nn.ReLU(),                                              # [batch, 4, 16, 24]
            nn.MaxPool2d(2),                                        # [batch, 4, 8, 12]
        )
        self.stage2 = nn.Sequential(
            nn.Conv2d(4, 6, kernel_size=3, padding=1, bias=False),  # [batch, 6, 8, 12]
            nn.BatchNorm2d(6),                                      # [batch, 6, 8, 12]
            nn.ReLU(),                                              # [batch, 6, 8, 12]
            nn.MaxPool2d(2),                                        # [batch, 6, 4, 6]
        )
        self.skip = nn.Conv2d(6, 6, kernel_size=1)                  # [batch, 6, 4, 6]
        self.gate = nn.Sigmoid()                                    # [batch, 6, 4, 6]
        self.head = nn.Conv2d(6, 8, kernel_size=1)                  # [batch, 8, 4, 6]

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """image: [batch, 3, 16, 24] of float32."""
        stage1_out = self.stage1(image)
        stage2_out = self.stage2(stage1_out)
        skip_out = self.skip(stage2_out)
        gate_out = self.gate(skip_out)
        mul_1 = skip_out * gate_out
        add_1 = stage2_out + mul_1
        head_out = self.head(add_1)
        return head_out
