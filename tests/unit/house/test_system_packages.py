"""What is missing on a machine is told by what it brings, not by a package manager's word."""

import sys

from scripts import system_packages


def test_what_the_portal_runs_with_is_all_there():
    assert system_packages.missing(["run"]) == []


def test_a_library_that_is_not_there_is_missing(monkeypatch):
    monkeypatch.setitem(system_packages.NEEDS, "run", {"libnowhere1": system_packages._library("libnowhere.so.1")})

    assert system_packages.missing(["run"]) == ["libnowhere1"]


def test_without_root_rights_the_exact_line_is_given(monkeypatch, tmp_path):
    monkeypatch.setitem(system_packages.NEEDS, "run", {"tool-a": system_packages._program("no-such-program")})
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert (
        "\n  sudo apt-get update && sudo apt-get install --yes --no-install-recommends tool-a\n"
        in system_packages.ensure(["run"])
    )


def test_where_there_is_no_apt_the_names_are_given(monkeypatch, tmp_path):
    monkeypatch.setitem(system_packages.NEEDS, "run", {"tool-a": system_packages._program("no-such-program")})
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "tool-a" in system_packages.ensure(["run"])
    assert "apt-get" not in system_packages.ensure(["run"])


def test_an_old_python_is_refused_before_anything_is_installed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    assert system_packages.ensure(["run"]).startswith("Candour needs Python 3.11")
