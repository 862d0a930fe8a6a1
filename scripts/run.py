"""Everything in one go: secrets, tables, content, the demo, one worker process and one web server (`make run`).

What it makes lies in `instance/` and is kept: a second start finds the same keys, requests and sign-ins. Another pack
than the one that comes first has a folder of its own in there. A setting that is in the environment already
(`CANDOUR_…`) stands; only what is missing gets an embedded answer. Texts and e-mails go nowhere: they lie in
`instance/sent/`, one file each.
"""

import base64
import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.sinks import into_folder, open_sinks
from scripts.supervise import Supervisor

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_PACK = "the-mix"
PACK_ID = re.compile(r"^id:[ \t]*[\"']?(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)", re.MULTILINE)
HOST = "127.0.0.1"
KEY_BYTES = 32
LAST_PORT = 65535
INTERRUPTED = 130  # what a shell says of Ctrl-C
WORKER = [sys.executable, "-m", "flask", "--app", "app", "jobs", "run"]


class CannotStart(Exception):
    """Said to whoever typed `make run`, as one or two sentences; empty when it was said already."""


def main() -> int:
    """Prepare, then supervise until told to stop. Gives the exit code."""
    try:
        port = read_port(os.environ.get("PORT", "8000"))
        must_be_free(port)
        instance = Path(os.environ.get("INSTANCE") or folder_for(os.environ.get("CANDOUR_PACK", ""))).resolve()
        environment = settings(instance, port)
        with messages_kept(instance, environment):
            prepare(environment)
            return Supervisor(web(port), WORKER, environment, folder=ROOT, address=(HOST, port)).run()
    except CannotStart as error:
        print(error, end="\n" if str(error) else "", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def read_port(text: str) -> int:
    """Read the number of a port. Raises CannotStart."""
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise CannotStart(f"PORT has to be a number from 1 to {LAST_PORT}, such as PORT=8001; it is {text!r}.")
    return int(text)


def must_be_free(port: int) -> None:
    """Raise CannotStart when somebody else answers there: nobody should look at another program by mistake."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            another = port + 1 if port < LAST_PORT else 8000
            raise CannotStart(
                f"Port {port} cannot be used ({error.strerror}). Stop what runs there, or choose another port:"
                f" make run PORT={another}"
            ) from None


def folder_for(pack: str) -> Path:
    """Where the data of a pack lies: each charity has its own, and the one that comes with Candour the oldest place."""
    instance = ROOT / "instance"
    file = Path(pack) / "organisation.yml"
    if not pack or not file.is_file():
        return instance  # what is wrong with the pack is said when it is read
    found = PACK_ID.search(file.read_text(encoding="utf-8", errors="replace"))
    return instance / found["id"] if found and found["id"] != DEFAULT_PACK else instance


def settings(instance: Path, port: int) -> dict[str, str]:
    """Make the folder and its secrets where they are missing; give the environment of all processes."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    given = dict(os.environ)
    embedded = {
        "CANDOUR_PACK": str(ROOT / "content" / DEFAULT_PACK),
        "CANDOUR_DATABASE_URL": f"sqlite:///{instance / 'candour.db'}",
        "CANDOUR_KEYS_URL": f"sqlite:///{instance / 'keys.db'}",
        "CANDOUR_FILES_URL": (instance / "files").as_uri(),
        "CANDOUR_QUEUE_URL": f"sqlite:///{instance / 'queue.db'}",
        "CANDOUR_PUBLIC_URL": f"http://{HOST}:{port}",
    }
    if "CANDOUR_SECRET_KEY" not in given:
        embedded["CANDOUR_SECRET_KEY"] = keep(instance / "secret.key", secrets.token_hex(KEY_BYTES)).strip()
    if not {"CANDOUR_MASTER_KEY", "CANDOUR_MASTER_KEY_FILE"} & given.keys():
        embedded["CANDOUR_MASTER_KEY_FILE"] = str(master_key(instance))
    return embedded | given


@contextmanager
def messages_kept(instance: Path, environment: dict[str, str]) -> Iterator[None]:
    """Keep what would be sent in a folder, unless a way out was set: a demo must not text anybody."""
    if {"CANDOUR_SMTP_URL", "CANDOUR_TEXT_URL"} & environment.keys():
        yield
        return
    with open_sinks(into_folder(instance / "sent")) as sinks:
        environment |= {
            "CANDOUR_SMTP_URL": sinks.smtp_url,
            "CANDOUR_MAIL_FROM": "messages@demo.example.org",
            "CANDOUR_TEXT_URL": sinks.text_url,
            "CANDOUR_TEXT_TOKEN": "demo",
        }
        yield


def master_key(instance: Path) -> Path:
    """Make the master key once. Raises CannotStart when it is gone but its key store is not."""
    path = instance / "master.key"
    if not path.exists() and (instance / "keys.db").exists():
        raise CannotStart(
            f"{path} is missing, but the key store beside it was made with it. Put the file back: without it nobody"
            f" can open what people sent. To throw all of it away and begin again, delete the folder {instance}."
        )
    keep(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    return path


def keep(path: Path, text: str) -> str:
    """Give what the file holds; write the text first when there is no file. Nothing is ever overwritten."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        if not path.exists():
            path.hardlink_to(fresh)  # whole or not at all, and never over another process's file
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text()


def prepare(environment: dict[str, str]) -> None:
    """Bring tables, content and the demo up to date. Raises CannotStart; what is wrong was said by then."""
    command = [sys.executable, "-m", "scripts.prepare", environment["CANDOUR_PACK"]]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise CannotStart


def web(port: int) -> list[str]:
    """The web server; the rest of its settings is in gunicorn.conf.py."""
    return [sys.executable, "-m", "gunicorn", "app:app", "--bind", f"{HOST}:{port}", "--log-level", "warning"]


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
