"""The console script: the command group, and the exit codes of every way out."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module

import click

from pm_annotate import __version__
from pm_annotate.cli.containment import PASSED_ON, interrupt_once, leave_at_once
from pm_annotate.errors import PmAnnotateError
from pm_annotate.report.cells import one_line

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # behind stdout: files have errors of their own


class Commands(click.Group):
    """The commands, each loaded when it is called (or listed by --help): see "Lazily Loading Subcommands" in click's manual."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["annotate", "cohort", "explain", "genome", "knowledge", "tumor-types"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"pm_annotate.cli.{name}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "--version", prog_name="pm-annotate")
def commands() -> None:
    """From a tumour VCF to the variants that matter: therapies, resistance, diagnosis, prognosis.

    Everything runs offline on packaged tables. For research use only.

    \b
    Start here:
      pm-annotate annotate tumor.vcf.gz --tumor-type "colorectal cancer" -o reports
      pm-annotate explain "EGFR L858R" --tumor-type LUAD

    \b
    Exit codes: 0 done (findings or none), 1 unexpected error, 2 usage, 3 input unreadable,
    malformed or truncated, 4 knowledge invalid, 5 assembly mismatch, 6 some inputs failed,
    7 found what --fail-on asks for, 130 interrupted, 128 + n ended by signal n.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with a documented exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's linear algebra is not used; its threads cost 50 ms to start
    gc.set_threshold(1_000_000, 20, 20)  # tables and reports hold no cycles: looking for some takes a tenth of a short run
    os.environ.setdefault("PYTHONSAFEPATH", "1")  # worker processes: a user's own json.py or types.py is none of ours
    open_closed_streams()
    make_streams_wait()
    clean_up_when_terminated()
    debug = "--debug" in arguments
    leave_at_once(run(arguments, debug))


def open_closed_streams() -> None:
    """Give the program empty streams where the caller closed its own (``>&-``, some schedulers): reports are still written."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - stays open as long as the program runs


def make_streams_wait() -> None:
    """Streams that never wait (set so by a program that shares them: ssh, Node.js) would lose in silence what Python writes to
    them, and standard input would seem to end where its writer pauses: a VCF would be read in part."""
    for descriptor in (0, 1, 2):
        with suppress(OSError):  # it was closed
            if not os.get_blocking(descriptor):
                os.set_blocking(descriptor, True)


def clean_up_when_terminated() -> None:
    """SIGTERM (``timeout``, a batch system) and SIGHUP (the terminal was closed) end the run as Ctrl-C does: half-written files
    and copies of input are removed. Under ``nohup`` SIGHUP is ignored, and stays so."""
    for number in PASSED_ON:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, interrupt_once)
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:  # some supervisors leave it so: no child's end could be told
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def run(arguments: list[str], debug: bool = False) -> int:
    """The exit code of one command line. With ``debug`` an error shows its traceback."""
    try:
        result = commands.main(args=arguments, prog_name="pm-annotate", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        with suppress(OSError):  # nobody reads stderr: the exit code still tells
            error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("pm-annotate: interrupted")
        return 130
    except PmAnnotateError as error:
        if debug:
            print_traceback()
        tell_error(f"error: {error}", as_json="--log-json" in arguments)
        return error.exit_code
    except SystemExit:
        return 0  # click's way out when the reader of our output has gone (`| head`): nothing more can be said
    except Exception as error:
        if debug:
            print_traceback()
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            tell_error(f"error: The output cannot be written: {error.strerror}.", as_json="--log-json" in arguments)
            return 1
        if known := explained(error):
            tell_error(f"error: {known}", as_json="--log-json" in arguments)
            return known.exit_code
        tell_error(
            f"unexpected error: {type(error).__name__}: {error}\n"
            "This is a fault of pm-annotate. Run the same command with --debug and send what it prints.",
            as_json="--log-json" in arguments,
        )
        return 1


def explained(error: Exception) -> PmAnnotateError | None:
    """What an unexpected error comes from, where that is no fault of ours."""
    from pm_annotate.refusals import limit_met, place_refused

    if limit := limit_met(error):
        return limit
    from pm_annotate.damaged_tables import by_damaged_tables

    return by_damaged_tables(error) or place_refused(error)


def tell_error(message: str, as_json: bool) -> None:
    """The last line on stderr: as text, or as an object like those of the log."""
    if as_json:
        import json
        from datetime import UTC, datetime

        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        say(json.dumps({"time": time, "level": "ERROR", "step": "pm-annotate", "message": message}))
    else:
        say(f"pm-annotate: {printable(message)}")


def say(line: str) -> None:
    """A line on stderr. Where nobody reads it, or its disk is full, the exit code still tells how the run ended."""
    with suppress(OSError):
        click.echo(line, err=True)


def printable(message: str) -> str:
    """A message whose lines steer no terminal, whatever names of files and samples it repeats."""
    return "\n".join(map(one_line, message.split("\n")))


def print_traceback() -> None:
    """The traceback of the error being handled, on stderr."""
    import traceback  # 10 ms that --help need not wait for

    traceback.print_exc()
