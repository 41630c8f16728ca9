"""PyTorch as one of the benchmark's contestants: see ../peer.ts for what it is asked."""
import json
import sys
import time

import torch
from torch import nn

name, folder, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(int(sys.argv[4]))


def load():
    with open(f"{folder}/{name}.json", encoding="utf8") as file:
        arrays = json.load(file)
    with open(f"{folder}/{name}.bin", "rb") as file:
        data = bytearray(file.read())
    result = []
    for array in arrays:
        dtype = torch.int32 if array["dtype"] == "int32" else torch.float32
        size = max(1, int(torch.tensor(array["shape"]).prod()))
        values = torch.frombuffer(data, dtype=dtype, count=size, offset=array["offset"])
        result.append(values.reshape(array["shape"]).clone())
    return result


class LastOfLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 128, batch_first=True, bias=False)
        self.linear = nn.Linear(128, 10)

    def forward(self, x):
        return self.linear(self.lstm(x)[0][:, -1])


def model_of():
    if name == "mlp":
        return nn.Sequential(
            nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)
        )
    if name == "tiny":
        return nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))
    if name == "lstm":
        return LastOfLSTM()
    return nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(32 * 7 * 7, 10)),
    )


*weights, x, target = load()
model = model_of()
with torch.no_grad():
    for parameter, weight in zip(model.parameters(), weights, strict=True):
        parameter.copy_(weight)
criterion = nn.MSELoss() if name == "tiny" else nn.CrossEntropyLoss()
target = target if name == "tiny" else target.long()
optimizer = torch.optim.Adam(model.parameters())


def step():
    optimizer.zero_grad()
    loss = criterion(model(x), target)
    loss.backward()
    optimizer.step()
    return loss.item()


print(json.dumps({"losses": [step() for _ in range(steps)]}), flush=True)
for line in sys.stdin:
    budget, begun, calls = float(line) / 1000, time.perf_counter(), 0
    while True:
        step()
        calls += 1
        passed = time.perf_counter() - begun
        if passed >= budget:
            break
    print(json.dumps({"ms": passed / calls * 1000}), flush=True)
