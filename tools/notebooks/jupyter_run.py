"""Executes one notebook with nbclient on the real kernel and prints its progress as JSON lines.

jupyter_run.py NOTEBOOK OUTPUT TIMEOUT_SECONDS
"""

import json
import os
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def tell(**message):
    print(json.dumps(message), flush=True)


class Failed(Exception):
    """A cell that did not run, which nbclient itself would pass over."""


class Client(NotebookClient):
    """Tells of every cell."""

    begun = 0.0
    current = None
    running = False

    def end_cell(self, ok):
        self.running = False
        tell(event="end", cell=self.current, seconds=time.monotonic() - self.begun, ok=ok)

    async def async_execute_cell(self, cell, cell_index, **options):
        if cell.cell_type == "code" and cell.source.strip():
            self.current = cell_index
            self.running = True
            self.begun = time.monotonic()
            tell(event="start", cell=cell_index)
        return await super().async_execute_cell(cell, cell_index, **options)


async def after_cell(client, cell, cell_index, execute_reply):
    if not cell.source.strip():
        return
    status = execute_reply["content"]["status"]
    client.end_cell(status == "ok")
    if status not in ("ok", "error"):
        raise Failed(f"The kernel did not execute the cell (it replied {status!r}).")


def main(path, output, timeout):
    notebook = nbformat.read(path, as_version=4)
    client = Client(
        notebook,
        kernel_name="tslab",
        timeout=timeout,
        allow_errors=False,
        record_timing=False,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
    )
    client.on_cell_executed = lambda **event: after_cell(client, **event)
    failure = None
    try:
        client.execute()
    except CellTimeoutError:
        failure = f"The cell ran longer than {timeout:g} s (an endless loop? --timeout allows more)."
    except DeadKernelError:
        failure = "The kernel's process ended."
    except CellExecutionError as error:
        failure = error.traceback or str(error)
    except Failed as error:
        failure = str(error)
    if client.running:
        client.end_cell(False)
    nbformat.write(notebook, output)
    if failure is None:
        tell(event="finished")
    else:
        tell(event="failed", cell=client.current, message=failure)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
