"""The commands that everybody starts with."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TARGET = re.compile(r"^([a-z-]+):.*## (.+)$", re.MULTILINE)
PROMISED = {"help", "setup", "run", "test", "test-all", "check", "bench", "lock", "clean"}
MAKEFILE = (ROOT / "Makefile").read_text()


def make(*arguments: str) -> str:
    done = subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_help_lists_every_target_that_has_a_comment():
    documented = dict(TARGET.findall(MAKEFILE))
    listed = dict(re.findall(r"^  make (\S+)\s+(.+)$", make("help"), re.MULTILINE))

    assert listed == documented
    assert documented.keys() >= PROMISED


def test_make_alone_helps_and_does_nothing():
    assert make() == make("help")


def test_every_target_that_is_no_file_is_phony():
    targets = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
    phony = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())

    assert phony == targets


def test_ci_runs_the_checks_and_then_the_command_of_the_readme_with_nothing_after_it():
    script = (ROOT / ".ci" / "run").read_text()
    commands = [line for line in script.splitlines() if line.startswith("make ")]

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert commands == ["make check", "make test-all"]
    assert script.rstrip().endswith("make test-all")
    assert re.search(r"^test-all: .*\btest\b", MAKEFILE, re.MULTILINE), "test-all ends with what `make test` does"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-scale.txt", "requirements-dev.txt"])
def test_everything_that_is_installed_is_pinned_with_a_hash(name):
    pins = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())[1:]

    assert pins
    assert [pin.split()[0] for pin in pins if "==" not in pin.split()[0] or "--hash=sha256:" not in pin] == []
