"""LstmClassifier, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = LstmClassifier()
    model.load_state_dict(load_file("lstm_classifier.safetensors"))
    model.eval()
"""

import torch
from torch import nn


class LstmClassifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(5, 7, num_layers=2, batch_first=True, bidirectional=True)  # [batch, 6, 14]
        self.head = nn.Linear(21, 4)                                                   # [batch, 4]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x: [batch, 6, 5] of float32."""
        lstm_output, (lstm_h, lstm_c) = self.lstm(x)
        select_1 = lstm_h.select(0, -1)
        select_2 = lstm_output.select(1, -1)
        cat_1 = torch.cat([select_1, select_2], dim=1)
        head_out = self.head(cat_1)
        return head_out
