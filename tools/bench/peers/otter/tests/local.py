import math

from otter.test_files import test_case

OK_FORMAT = False
name = "local"
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
def test_local(env):
    for step in STEPS:
        for x in (0.31, 0.52, 0.77):
            close(env["local_derivative"](step, x), slope(lambda value: run([step], value), x))
