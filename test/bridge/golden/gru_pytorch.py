"""GruClassifier, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = GruClassifier()
    model.load_state_dict(load_file("gru_classifier.safetensors"))
    model.eval()
"""

import torch
from torch import nn


class GruClassifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(11, 6)                            # [batch, 8, 6]
        self.gru = nn.GRU(6, 9, batch_first=True)                       # [batch, 8, 9]
        self.rnn = nn.RNN(9, 5, nonlinearity="relu", batch_first=True)  # [batch, 8, 5]
        self.head = nn.Linear(5, 3)                                     # [batch, 3]

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        """words: [batch, 8] of int32."""
        embedding_out = self.embedding(words)
        gru_output, gru_h = self.gru(embedding_out)
        rnn_output, rnn_h = self.rnn(gru_output)
        mean_1 = rnn_output.mean(dim=1)
        head_out = self.head(mean_1)
        return head_out
