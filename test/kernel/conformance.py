"""The public conformance suite of Jupyter kernels (jupyter_kernel_test) with samples for every capability.

python conformance.py    needs a kernelspec named tslab on Jupyter's path
"""

import unittest

import jupyter_kernel_test


class TypeScriptKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('test')"

    completion_samples = [
        {"text": "Math.cei", "matches": {"ceil"}},
        {"text": "'abc'.toUpperC", "matches": {"toUpperCase"}},
        {"text": "const \U0001d703word = 1; \U0001d703wor", "matches": {"\U0001d703word"}},
    ]

    complete_code_samples = [
        "1",
        "console.log('hello')",
        "function f(x: number) {\n  return x * 2;\n}\n",
        "class A {}",
        "await Promise.resolve(`a`)",
    ]
    incomplete_code_samples = [
        "function f(x: number) {",
        "console.log(`hello",
        "[1, 2,",
        "/* a comment",
        "x =",
    ]
    invalid_code_samples = ["const const = 1", "function ) {", "let 1x = 3;"]

    code_generate_error = "throw new Error('oops')"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "[1, 'a']", "result": "[ 1, 'a' ]"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>x</b>')", "mime": "text/html"},
        {"code": "import { display } from 'tslab'; display.png(new Uint8Array([1]))", "mime": "image/png"},
    ]
    code_clear_output = "import { clearOutput } from 'tslab'; clearOutput()"
    code_inspect_sample = "parseInt"

    code_history_pattern = "1 +*"
    supported_history_operations = ("tail", "range", "search")


if __name__ == "__main__":
    unittest.main()
