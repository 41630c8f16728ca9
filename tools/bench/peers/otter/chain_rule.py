# The exercise chain-rule in Python: what a learner hands in to otter-grader.
import math

FORWARD = {
    "square": lambda x: x * x,
    "double": lambda x: 2 * x,
    "sin": math.sin,
    "exp": math.exp,
    "tanh": math.tanh,
}


def local_derivative(step, x):
    if step == "square":
        return 2 * x
    if step == "double":
        return 2
    if step == "sin":
        return math.cos(x)
    if step == "exp":
        return math.exp(x)
    return 1 - math.tanh(x) ** 2


def chain_rule(steps, x):
    inputs = []
    for step in steps:
        inputs.append(x)
        x = FORWARD[step](x)
    gradient = 1
    for step, value in zip(reversed(steps), reversed(inputs)):
        gradient *= local_derivative(step, value)
    return gradient


def two_paths(left, right, x):
    def run(steps):
        value = x
        for step in steps:
            value = FORWARD[step](value)
        return value

    return chain_rule(left, x) * run(right) + chain_rule(right, x) * run(left)
