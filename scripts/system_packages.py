"""Which of Debian's packages are missing, told by what they bring. Installs them where that is possible.

    python3 -m scripts.system_packages run              what Candour needs to run
    python3 -m scripts.system_packages run test         and what the tests that may be skipped need
    python3 -m scripts.system_packages --has postgresql exit code 0 when it is there

Needs nothing but Python itself, so that it can be the first thing to run on a bare machine.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST_PYTHON = (3, 11)
POLICY = Path("/usr/sbin/policy-rc.d")
START_NOTHING = "#!/bin/sh\nexit 101\n"
APT = ["apt-get", "--quiet", "--quiet", "--yes", "--no-install-recommends"]


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _library(name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _postgresql() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


NEEDS: dict[str, dict[str, Callable[[], bool]]] = {
    "run": {
        "python3-venv": _module("ensurepip"),
        "libpango-1.0-0": _library("libpango-1.0.so.0"),
        "libpangoft2-1.0-0": _library("libpangoft2-1.0.so.0"),
        "libharfbuzz-subset0": _library("libharfbuzz-subset.so.0"),
    },
    "test": {
        "chromium": _program("chromium"),
        "postgresql": _postgresql,
        "redis-server": _program("redis-server"),
        "poppler-utils": _program("pdftotext"),
    },
}


def missing(groups: Iterable[str]) -> list[str]:
    """Name the packages of these groups that are not there."""
    return [package for group in groups for package, is_there in NEEDS[group].items() if not is_there()]


def ensure(groups: list[str]) -> str:
    """Install what is missing. Gives what to tell whoever ran this, or nothing when all is there."""
    if sys.version_info < OLDEST_PYTHON:
        return f"Candour needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11"
    packages = missing(groups)
    if not packages:
        return ""
    if shutil.which("apt-get") is None:
        return f"Candour needs what Debian calls {', '.join(packages)}. Install that, then try again."
    if os.geteuid() == 0:
        return _install(packages) or _still_missing(groups)
    if _may_become_root():
        done = subprocess.run(["sudo", "-n", sys.executable, "-m", __spec__.name, *groups], check=False)
        return "" if done.returncode == 0 else _line(packages)
    return _line(packages)


def _install(packages: list[str]) -> str:
    print(f"Installing {', '.join(packages)}", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with _no_service_starts():
        for step in (["update"], ["install", *packages]):
            # apt's own progress goes to a log nobody keeps; its errors are shown
            if subprocess.run([*APT, *step], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
                return f"apt-get could not do that. {_line(packages)}"
    return ""


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """A database that comes with a test must not be started on this machine, and in a container it could not be."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text(START_NOTHING)
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _still_missing(groups: list[str]) -> str:
    left = missing(groups)
    return f"Installed, but still not to be found: {', '.join(left)}." if left else ""


def _may_become_root() -> bool:
    asked = ["sudo", "-n", "true"]
    return shutil.which("sudo") is not None and subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _line(packages: list[str]) -> str:
    install = f"sudo apt-get install --yes --no-install-recommends {' '.join(packages)}"
    return f"Some of Debian's packages are missing. Run this, then try again:\n\n  sudo apt-get update && {install}\n"


def main(arguments: list[str]) -> int:
    """Run as a command; see the top of this file."""
    if arguments[:1] == ["--has"]:
        wanted = arguments[1:]
        return 1 if set(wanted) & set(missing(NEEDS)) else 0
    problem = ensure(arguments or ["run"])
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
