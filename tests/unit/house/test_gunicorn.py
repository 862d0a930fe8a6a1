"""gunicorn says nothing of whoever came, and does not retry a start that was refused."""

import logging
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def said(message: str, *args: object, error: Exception | None = None) -> str:
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, __file__, 1, message, args, error and (type(error), error, None)
    )
    assert SETTINGS["Discreet"]().filter(record)
    return logging.Formatter().format(record)


def test_no_address_and_no_word_of_a_broken_request_is_logged():
    line = said("Invalid request from ip=192.0.2.7: Invalid HTTP request line: 'my secret'")

    assert line == "A request that is no HTTP was refused"


def test_no_path_and_no_message_of_a_failed_request_is_logged():
    line = said("Error handling request %s %s", "GET", "/my-secret", error=KeyError("my secret"))

    assert line == "A request failed: KeyError"


def test_other_lines_stay_as_they_are():
    assert said("Worker (pid:%s) exited with code %s.", 7, 1) == "Worker (pid:7) exited with code 1."


def test_there_is_no_access_log_and_no_control_socket():
    assert SETTINGS["accesslog"] is None
    assert SETTINGS["control_socket_disable"] is True


@pytest.mark.faults
def test_a_refused_start_says_why_and_stops():
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CANDOUR_")}
    command = [sys.executable, "-m", "gunicorn", "app:app", "--bind", "127.0.0.1:0", "--workers", "1"]
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=90)

    assert done.returncode == 3
    assert "CANDOUR_DATABASE_URL: is missing" in done.stderr
    assert done.stderr.count("Candour cannot start.") == 1
