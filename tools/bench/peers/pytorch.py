"""PyTorch as one of the benchmark's contestants: see ../peer.ts for what it is asked."""
import json
import sys
import time


def say(**answer):
    print(json.dumps(answer), flush=True)


try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError:
    say(cannot=f"{sys.executable} has no PyTorch; pip install torch, or name another with --python")
    sys.exit()

name, folder, steps, patience = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]) / 1000
if sys.argv[5] != "all":
    torch.set_num_threads(int(sys.argv[5]))


def load():
    with open(f"{folder}/{name}.json", encoding="utf8") as file:
        index = json.load(file)
    with open(f"{folder}/{name}.bin", "rb") as file:
        data = bytearray(file.read())

    def array_of(entry):
        dtype = torch.int32 if entry["dtype"] == "int32" else torch.float32
        size = max(1, int(torch.tensor(entry["shape"]).prod()))
        values = torch.frombuffer(data, dtype=dtype, count=size, offset=entry["offset"])
        values = values.reshape(entry["shape"]).clone()
        return values.long() if dtype == torch.int32 else values

    return [array_of(entry) for entry in index["parameters"]], [array_of(entry) for entry in index["inputs"]]


class LastOfLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 128, batch_first=True, bias=False)
        self.linear = nn.Linear(128, 10)

    def forward(self, x):
        return self.linear(self.lstm(x)[0][:, -1])


class Seq2Seq(nn.Module):
    def __init__(self):
        super().__init__()
        self.source = nn.Embedding(48, 32)
        self.previous = nn.Embedding(48, 32)
        self.encoder = nn.LSTM(32, 128, batch_first=True, bias=False)
        self.decoder = nn.LSTM(32, 128, batch_first=True, bias=False)
        self.combine = nn.Linear(256, 128)
        self.scores = nn.Linear(128, 48)

    def forward(self, source, previous):
        read, state = self.encoder(self.source(source))
        written, _ = self.decoder(self.previous(previous), state)
        context = F.scaled_dot_product_attention(written, read, read)
        return self.scores(torch.tanh(self.combine(torch.cat([written, context], 2))))


def stage(before, after):
    convolution = nn.Conv2d(before, after, 3, padding=1, bias=False)
    return [convolution, nn.BatchNorm2d(after), nn.ReLU(), nn.MaxPool2d(2)]


MODELS = {
    "mlp": lambda: nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)
    ),
    "tiny": lambda: nn.Sequential(
        nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1)
    ),
    "autoencoder": lambda: nn.Sequential(
        *(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 32), nn.Tanh()),
        *(nn.Linear(32, 128), nn.ReLU(), nn.Linear(128, 784)),
    ),
    "cnn": lambda: nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(32 * 7 * 7, 10)),
    ),
    "lstm": LastOfLSTM,
    "seq2seq": Seq2Seq,
    "detector": lambda: nn.Sequential(
        *stage(3, 16), *stage(16, 32), *stage(32, 64), *stage(64, 64), nn.Conv2d(64, 8, 1)
    ),
}


def detection_loss(model, images, objects, box, label):
    y = model(images)
    there = F.binary_cross_entropy_with_logits(y[:, 4], objects)
    place = F.smooth_l1_loss(y[:, :4] * objects.unsqueeze(1), box, reduction="sum")
    return there + place / (4 * objects.sum()) + F.cross_entropy(y[:, 5:], label)


LOSSES = {
    "tiny": lambda model, x, target: F.mse_loss(model(x), target),
    "autoencoder": lambda model, x: F.mse_loss(model(x), x),
    "seq2seq": lambda model, source, previous, following: F.cross_entropy(
        model(source, previous).flatten(0, 1), following.flatten()
    ),
    "detector": detection_loss,
}
loss_of = LOSSES.get(name, lambda model, x, target: F.cross_entropy(model(x), target))

weights, inputs = load()
model = MODELS[name]()
with torch.no_grad():
    for parameter, weight in zip(model.parameters(), weights, strict=True):
        parameter.copy_(weight)
optimizer = torch.optim.Adam(model.parameters())


def step():
    optimizer.zero_grad()
    loss = loss_of(model, *inputs)
    loss.backward()
    optimizer.step()
    return loss.item()


begun, losses, last = time.perf_counter(), [], 0.0
while len(losses) < steps and (len(losses) < 2 or time.perf_counter() - begun < patience):
    before = time.perf_counter()
    losses.append(step())
    last = time.perf_counter() - before
say(losses=losses, last=last * 1000)
for line in sys.stdin:
    budget, begun, calls = float(line) / 1000, time.perf_counter(), 0
    before = time.process_time()
    while True:
        step()
        calls += 1
        passed = time.perf_counter() - begun
        if passed >= budget:
            break
    worked = time.process_time() - before
    say(ms=passed / calls * 1000, processor=worked / calls * 1000)
