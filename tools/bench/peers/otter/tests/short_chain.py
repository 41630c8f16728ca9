import math

from otter.test_files import test_case

OK_FORMAT = False
name = "short_chain"
points = 2

STEPS = {"square": lambda x: x * x, "double": lambda x: x + x, "sin": math.sin, "exp": math.exp, "tanh": math.tanh}


def run(steps, x):
    for step in steps:
        x = STEPS[step](x)
    return x


def slope(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def close(got, expected):
    assert abs(got - expected) <= 1e-6 * max(1, abs(expected)), (got, expected)


@test_case()
def test_short_chain(env):
    for steps in ([], ["sin"], ["exp"], ["square", "tanh"], ["double", "sin"]):
        close(env["chain_rule"](steps, 0.42), slope(lambda value: run(steps, value), 0.42))
