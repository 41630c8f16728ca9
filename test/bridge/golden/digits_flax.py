"""Digits, written by Backprop Lab.

    from safetensors.numpy import load_file
    model = Digits(nnx.Rngs(0))
    load_weights(model, load_file("model.safetensors"))
    model.eval()
"""

import jax
import jax.numpy as jnp
from flax import nnx


class Digits(nnx.Module):
    def __init__(self, rngs: nnx.Rngs):
        self.layer_0 = nnx.Conv(1, 4, kernel_size=(3, 3), strides=(1, 1), padding=[(1, 1), (1, 1)], rngs=rngs)
        self.layer_3 = nnx.Conv(4, 6, kernel_size=(3, 2), strides=(2, 2), padding=[(1, 1), (0, 0)], rngs=rngs)
        self.layer_4 = nnx.BatchNorm(6, momentum=0.9, epsilon=1e-5, rngs=rngs)
        self.layer_7 = nnx.Linear(54, 12, rngs=rngs)
        self.layer_9 = nnx.Dropout(0.5, rngs=rngs)
        self.layer_10 = nnx.Linear(12, 10, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        """[batch, 1, 10, 12]."""
        x = x.transpose(0, 2, 3, 1)                  # channels last
        x = self.layer_0(x)                          # [batch, 4, 10, 12]
        x = nnx.relu(x)                              # [batch, 4, 10, 12]
        x = nnx.max_pool(x, (2, 2), strides=(2, 2))  # [batch, 4, 5, 6]
        x = self.layer_3(x)                          # [batch, 6, 3, 3]
        x = self.layer_4(x)                          # [batch, 6, 3, 3]
        x = nnx.leaky_relu(x, negative_slope=0.2)    # [batch, 6, 3, 3]
        x = x.transpose(0, 3, 1, 2)                  # channels first
        x = x.reshape(x.shape[0], 54)                # [batch, 54]
        x = self.layer_7(x)                          # [batch, 12]
        x = nnx.tanh(x)                              # [batch, 12]
        x = self.layer_9(x)                          # [batch, 12]
        x = self.layer_10(x)                         # [batch, 10]
        x = nnx.softmax(x, axis=1)                   # [batch, 10]
        return x


def load_weights(model: Digits, state: dict) -> None:
    model.layer_0.kernel.value = jnp.asarray(state["0.weight"].transpose(2, 3, 1, 0))
    model.layer_0.bias.value = jnp.asarray(state["0.bias"])
    model.layer_3.kernel.value = jnp.asarray(state["3.weight"].transpose(2, 3, 1, 0))
    model.layer_3.bias.value = jnp.asarray(state["3.bias"])
    model.layer_4.scale.value = jnp.asarray(state["4.weight"])
    model.layer_4.bias.value = jnp.asarray(state["4.bias"])
    model.layer_4.mean.value = jnp.asarray(state["4.running_mean"])
    model.layer_4.var.value = jnp.asarray(state["4.running_var"])
    model.layer_7.kernel.value = jnp.asarray(state["7.weight"].T)
    model.layer_7.bias.value = jnp.asarray(state["7.bias"])
    model.layer_10.kernel.value = jnp.asarray(state["10.weight"].T)
    model.layer_10.bias.value = jnp.asarray(state["10.bias"])
