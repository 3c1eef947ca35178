"""The same tasks on a Dask distributed cluster (``pip install pm-annotate[dask]``); with dask-jobqueue on SLURM, PBS, LSF.

The cluster's machines must see the same files under the same paths, and have the same pm-annotate.
"""

from __future__ import annotations

import importlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from pm_annotate.cohort.local_workers import Crash
from pm_annotate.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

RETRIES = 3  # of a task whose worker was lost; what a file is guilty of is a result and not tried again
_TIMEOUT = 10  # seconds until a scheduler counts as not there

_one_at_a_time = threading.Lock()  # a Dask worker may have many threads, and open FASTA files are for one


def imported_distributed() -> Any:
    """The library. Raises UsageError where it is not installed."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise UsageError(
            "--scheduler needs the library Dask distributed, which is not installed: pip install 'pm-annotate[dask]'"
        ) from error


def require_scheduler(address: str) -> None:
    """Raises UsageError where no scheduler answers: to be asked before anything of an earlier run is removed."""
    with _client(imported_distributed(), address):
        pass


def _client(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=_TIMEOUT)
    except (OSError, ValueError, TypeError) as error:  # a time-out is an OSError
        raise UsageError(f"No Dask scheduler can be reached at {address}: {error or type(error).__name__}.") from error


def run_on_dask(
    function: Callable[[Any, Item], Result], job: object, items: Sequence[Item], address: str
) -> Iterator[tuple[int, Result | Crash]]:
    """``function(job, item)`` for every item, on the cluster at ``address``; (index of the item, result) as they come.

    Raises UsageError where no scheduler answers.
    """
    distributed = imported_distributed()
    if not logging.getLogger().isEnabledFor(logging.DEBUG):  # its tracebacks say no more than the results do
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    with _client(distributed, address) as client:
        futures = {
            client.submit(_on_worker, function, job, item, pure=False, retries=RETRIES): number
            for number, item in enumerate(items)
        }
        for future in distributed.as_completed(list(futures)):
            try:
                result = future.result()
            except Exception as error:
                result = Crash(
                    f"the cluster gave no result (was the connection to its scheduler lost?): {type(error).__name__}: {error}"
                )
            yield futures.pop(future), result
            future.release()


def _on_worker(function: Callable[[Any, Item], Result], job: object, item: Item) -> Result:
    with _one_at_a_time:
        return function(job, item)
