"""Cnn, written by Backprop Lab.

    from safetensors.numpy import load_file
    model = Cnn(nnx.Rngs(params=0))
    load_weights(model, load_file("model.safetensors"))
    model.eval()
"""

import jax
import jax.numpy as jnp
from flax import nnx


class Cnn(nnx.Module):
    def __init__(self, rngs: nnx.Rngs):
        self.layer_0_0 = nnx.Conv(2, 6, kernel_size=(3, 2), strides=(1, 1), padding=[(1, 1), (0, 0)], use_bias=False, rngs=rngs)
        self.layer_0_1 = nnx.BatchNorm(6, momentum=0.9, epsilon=1e-5, rngs=rngs)
        self.layer_2_0 = nnx.Conv(6, 5, kernel_size=(3, 2), strides=(2, 2), padding=[(1, 1), (0, 0)], use_bias=False, rngs=rngs)
        self.layer_2_1 = nnx.BatchNorm(5, momentum=0.9, epsilon=1e-5, rngs=rngs)
        self.layer_5 = nnx.Linear(60, 10, rngs=rngs)
        self.layer_6 = nnx.BatchNorm(10, momentum=0.9, epsilon=1e-5, rngs=rngs)

    def __call__(self, x: jax.Array) -> jax.Array:
        """[batch, 2, 9, 8]."""
        x = x.transpose(0, 2, 3, 1)                                            # channels last
        x = self.layer_0_0(x)                                                  # [batch, 6, 9, 7]
        x = self.layer_0_1(x)                                                  # [batch, 6, 9, 7]
        x = nnx.leaky_relu(x, negative_slope=0.1)                              # [batch, 6, 9, 7]
        x = nnx.max_pool(x, (2, 3), strides=(2, 2), padding=[(1, 1), (1, 1)])  # [batch, 6, 5, 4]
        x = self.layer_2_0(x)                                                  # [batch, 5, 3, 2]
        x = self.layer_2_1(x)                                                  # [batch, 5, 3, 2]
        x = nnx.leaky_relu(x, negative_slope=0.1)                              # [batch, 5, 3, 2]
        x = nnx.avg_pool(x, (2, 2), strides=(1, 1), padding=[(1, 1), (1, 1)])  # [batch, 5, 4, 3]
        x = x.transpose(0, 3, 1, 2)                                            # channels first
        x = x.reshape(x.shape[0], 60)                                          # [batch, 60]
        x = self.layer_5(x)                                                    # [batch, 10]
        x = self.layer_6(x)                                                    # [batch, 10]
        x = nnx.log_softmax(x, axis=-1)                                        # [batch, 10]
        return x


def load_weights(model: Cnn, state: dict) -> None:
    model.layer_0_0.kernel.value = jnp.asarray(state["0.0.weight"].transpose(2, 3, 1, 0))
    model.layer_0_1.scale.value = jnp.asarray(state["0.1.weight"])
    model.layer_0_1.bias.value = jnp.asarray(state["0.1.bias"])
    model.layer_0_1.mean.value = jnp.asarray(state["0.1.running_mean"])
    model.layer_0_1.var.value = jnp.asarray(state["0.1.running_var"])
    model.layer_2_0.kernel.value = jnp.asarray(state["2.0.weight"].transpose(2, 3, 1, 0))
    model.layer_2_1.scale.value = jnp.asarray(state["2.1.weight"])
    model.layer_2_1.bias.value = jnp.asarray(state["2.1.bias"])
    model.layer_2_1.mean.value = jnp.asarray(state["2.1.running_mean"])
    model.layer_2_1.var.value = jnp.asarray(state["2.1.running_var"])
    model.layer_5.kernel.value = jnp.asarray(state["5.weight"].T)
    model.layer_5.bias.value = jnp.asarray(state["5.bias"])
    model.layer_6.scale.value = jnp.asarray(state["6.weight"])
    model.layer_6.bias.value = jnp.asarray(state["6.bias"])
    model.layer_6.mean.value = jnp.asarray(state["6.running_mean"])
    model.layer_6.var.value = jnp.asarray(state["6.running_var"])
