"""Mlp, written by Backprop Lab.

    from safetensors.numpy import load_file
    model = Mlp(nnx.Rngs(0))
    load_weights(model, load_file("model.safetensors"))
    model.eval()
"""

import jax
import jax.numpy as jnp
from flax import nnx


class Mlp(nnx.Module):
    def __init__(self, rngs: nnx.Rngs):
        self.layer_1 = nnx.Linear(28, 12, rngs=rngs)
        self.layer_3 = nnx.Dropout(0.5, rngs=rngs)
        self.layer_4 = nnx.Linear(12, 9, use_bias=False, rngs=rngs)
        self.layer_5 = nnx.LayerNorm(9, epsilon=1e-5, rngs=rngs)
        self.layer_7 = nnx.Linear(9, 4, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        """[batch, 4, 7]."""
        x = x.reshape(x.shape[0], 28)       # [batch, 28]
        x = self.layer_1(x)                 # [batch, 12]
        x = nnx.relu(x)                     # [batch, 12]
        x = self.layer_3(x)                 # [batch, 12]
        x = self.layer_4(x)                 # [batch, 9]
        x = self.layer_5(x)                 # [batch, 9]
        x = nnx.gelu(x, approximate=False)  # [batch, 9]
        x = self.layer_7(x)                 # [batch, 4]
        return x


def load_weights(model: Mlp, state: dict) -> None:
    model.layer_1.kernel.value = jnp.asarray(state["1.weight"].T)
    model.layer_1.bias.value = jnp.asarray(state["1.bias"])
    model.layer_4.kernel.value = jnp.asarray(state["4.weight"].T)
    model.layer_5.scale.value = jnp.asarray(state["5.weight"])
    model.layer_5.bias.value = jnp.asarray(state["5.bias"])
    model.layer_7.kernel.value = jnp.asarray(state["7.weight"].T)
    model.layer_7.bias.value = jnp.asarray(state["7.bias"])
