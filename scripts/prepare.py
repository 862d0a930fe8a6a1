"""Bring tables, content and the demo of an installation up to date: three flask commands in one process.

Each process takes seconds to import what the portal rests on, so `make run` starts one here instead of three.
"""

import logging
import sys

import click
from flask.cli import ScriptInfo

from app import app

INFO = ScriptInfo(create_app=lambda: app)


def run(*command: str) -> int:
    """Run one flask command. Gives its exit code."""
    try:
        with app.app_context():
            code = app.cli.main([*command], prog_name="flask", obj=INFO, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    return int(code or 0)


def main(pack: str) -> int:
    """Prepare. Exit code 1 when the portal cannot start like this."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for command in (["db", "upgrade"], ["pack", "load", pack]):
        if run(*command):
            print(f"`flask {' '.join(command)}` failed, so Candour did not start.", file=sys.stderr)
            return 1
    if run("demo", "load"):  # it refuses to stand beside real workers; theirs is still a portal to start
        print("Candour starts without the demo.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
