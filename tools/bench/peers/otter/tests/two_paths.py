import math

from otter.test_files import test_case

OK_FORMAT = False
name = "two_paths"
points = 3

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
def test_two_paths(env):
    for left, right in ((["sin"], ["exp"]), (["square", "exp"], ["tanh", "sin", "double"])):
        product = lambda value: run(left, value) * run(right, value)
        close(env["two_paths"](left, right, 0.58), slope(product, 0.58))
