"""Runs models that the bridge wrote: run.py FRAMEWORK FOLDER NAMES; prints one line of JSON for each."""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
from safetensors import safe_open

FRAMEWORK, FOLDER, NAMES = sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(",")
STEPS, RATE = 20, 0.05


def data_of(name):
    with safe_open(FOLDER / f"{name}.data.safetensors", "numpy") as file:
        state = {key: file.get_tensor(key) for key in file.keys()}
        notes = file.metadata()
    inputs = [state[f"input_{i}"] for i in range(len(state)) if f"input_{i}" in state]
    outputs = [state[f"output_{i}"] for i in range(len(state)) if f"output_{i}" in state]
    return inputs, outputs, notes


def weights_of(name):
    from safetensors.numpy import load_file

    return load_file(FOLDER / f"{name}.safetensors")


def module_of(name, framework):
    path = FOLDER / f"{name}_{framework}.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def maker_of(module, class_name, base):
    """The class or function that builds the model: the one that the module itself defines first."""
    own = [value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__]
    return own[0]


def distance(got, expected):
    assert len(got) == len(expected)
    for one, other in zip(got, expected):
        assert one.shape == other.shape, (one.shape, other.shape)
    return max(float(np.abs(one - other).max()) for one, other in zip(got, expected))


def listed(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


def pytorch(name):
    import torch
    from safetensors.torch import load_file

    module = module_of(name, "pytorch")
    inputs, outputs, notes = data_of(name)
    model = maker_of(module, notes["name"], torch.nn.Module)()
    model.load_state_dict(load_file(FOLDER / f"{name}.safetensors"))
    model.eval()
    tensors = [torch.from_numpy(x) for x in inputs]
    with torch.no_grad():
        off = distance([y.numpy() for y in listed(model(*tensors))], outputs)

    model.train()
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    worst = 0.0
    for expected in json.loads(notes["losses"]):
        loss = listed(model(*tensors))[0].square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        worst = max(worst, abs(loss.item() - expected) / abs(expected))

    # The way back: what PyTorch has trained, and what it computes with it.
    from safetensors.torch import save_file

    model.eval()
    with torch.no_grad():
        results = listed(model(*tensors))
    save_file(model.state_dict(), FOLDER / f"{name}.trained.safetensors")
    save_file({f"output_{i}": y.contiguous() for i, y in enumerate(results)}, FOLDER / f"{name}.results.safetensors")
    return {"off": off, "losses": worst}


def onnxruntime(name):
    import onnx
    import onnxruntime as ort

    path = str(FOLDER / f"{name}.onnx")
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    inputs, outputs, notes = data_of(name)
    return {"off": distance(session.run(None, dict(zip(notes["inputs"].split(","), inputs))), outputs)}


def keras(name):
    module = module_of(name, "keras")
    inputs, outputs, _ = data_of(name)
    model = [value for key, value in vars(module).items() if callable(value) and key != "load_weights" and value.__module__ == module.__name__][0]()
    module.load_weights(model, weights_of(name))
    result = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
    import keras as library

    return {"off": distance([library.ops.convert_to_numpy(y) for y in listed(result)], outputs)}


def flax(name):
    from flax import nnx

    module = module_of(name, "flax")
    if module is None:
        return {"cannot": "–"}
    inputs, outputs, notes = data_of(name)
    model = maker_of(module, notes["name"], nnx.Module)(nnx.Rngs(0))
    module.load_weights(model, weights_of(name))
    model.eval()
    return {"off": distance([np.asarray(y) for y in listed(model(*inputs))], outputs)}


def mxnet(name):
    np.bool = bool  # MXNet 1.9 is older than NumPy's farewell to this name.
    import mxnet as mx

    module = module_of(name, "mxnet")
    if module is None:
        return {"cannot": "–"}
    inputs, outputs, _ = data_of(name)
    net = [value for key, value in vars(module).items() if callable(value) and key != "load_weights" and getattr(value, "__module__", "") == module.__name__][0]()
    # Gluon learns the shapes of some layers when it runs.
    net(*[mx.nd.array(x) for x in inputs])
    module.load_weights(net, weights_of(name))
    return {"off": distance([y.asnumpy() for y in listed(net(*[mx.nd.array(x) for x in inputs]))], outputs)}


def theano(name):
    import numpy.distutils.__config__ as config
    config.blas_opt_info = {}  # What Theano asks of an older NumPy.
    module = module_of(name, "theano")
    if module is None:
        return {"cannot": "–"}
    if "pool.pool_2d" in (FOLDER / f"{name}_theano.py").read_text():
        return {"cannot": "not run"}  # Its pools index with lists, which NumPy no longer takes.
    inputs, outputs, _ = data_of(name)
    function, _ = module.build(weights_of(name))
    return {"off": distance(listed(function(*inputs)), outputs)}


def titled(framework):
    if framework == "keras":
        import keras as library

        return f"Keras on {library.backend.backend()}"
    names = {"pytorch": "PyTorch", "onnxruntime": "ONNX Runtime", "flax": "JAX, Flax", "mxnet": "MXNet", "theano": "Theano"}
    return names[framework]


def version_of(framework):
    from importlib.metadata import version

    package = {"pytorch": ["torch"], "onnxruntime": ["onnx", "onnxruntime"], "keras": ["keras"], "flax": ["jax", "flax"], "mxnet": ["mxnet"], "theano": ["Theano"]}[framework]
    return ", ".join(f"{one} {version(one)}" for one in package)


if FRAMEWORK == "versions":
    print(json.dumps({"framework": "", "model": version_of(sys.argv[3])}))
else:
    for name in NAMES:
        row = {"framework": titled(FRAMEWORK), "model": name}
        print(json.dumps({**row, **globals()[FRAMEWORK](name)}), flush=True)
