"""Seq2Seq, written by Backprop Lab.

The weights, as saved by interop.saveModel:

    from safetensors.torch import load_file
    model = Seq2Seq()
    model.load_state_dict(load_file("seq2_seq.safetensors"))
    model.eval()
"""

import torch
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.source_embedding = nn.Embedding(13, 6)     # [batch, 7, 6]
        self.encoder = nn.LSTM(6, 8, batch_first=True)  # [batch, 7, 8]
        self.target_embedding = nn.Embedding(13, 6)     # [batch, 5, 6]
        self.decoder = nn.LSTM(6, 8, batch_first=True)  # [batch, 5, 8]
        self.attention = nn.Softmax(dim=-1)             # [batch, 5, 7]
        self.mix = nn.Sequential(
            nn.Linear(16, 8),                           # [batch, 5, 8]
            nn.Tanh(),                                  # [batch, 5, 8]
        )
        self.head = nn.Linear(8, 13)                    # [batch, 5, 13]

    def forward(self, source: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """source: [batch, 7] of int32; target: [batch, 5] of int32."""
        source_embedding_out = self.source_embedding(source)
        encoder_output, (encoder_h, encoder_c) = self.encoder(source_embedding_out)
        target_embedding_out = self.target_embedding(target)
        decoder_output, (decoder_h, decoder_c) = self.decoder(target_embedding_out, (encoder_h, encoder_c))
        transpose_1 = encoder_output.transpose(1, 2)
        matmul_1 = decoder_output @ transpose_1
        scale_1 = 0.35355339059327373 * matmul_1
        attention_out = self.attention(scale_1)
        matmul_2 = attention_out @ encoder_output
        cat_1 = torch.cat([decoder_output, matmul_2], dim=-1)
        mix_out = self.mix(cat_1)
        head_out = self.head(mix_out)
        return head_out, attention_out
