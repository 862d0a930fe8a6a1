"""Write docs/reading-age-pages.md: the figures of every page that anybody may read, of each pack in content/.

A test holds that every page stands in it and keeps the limits. It is not compared to the letter: pages tell dates.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal import create_app
from portal.core.reading import main_text, measure
from portal.extensions import db
from scripts.generated import CONTENT, main, packs, table
from scripts.reading_age import COLUMNS, row_of
from tests.actors.browser import HOME
from tests.builders.explainers import explainer_paths
from tests.builders.installed import make_settings, migrate

NAME = "reading-age-pages.md"
HEAD = """# Reading age, page by page

Made by `make docs`. Each page as a browser gets it, measured by the same rules as [what the packs say](reading-age.md).
"""


def page() -> str:
    """The whole page: for each charity its pages, by address."""
    return "\n".join([HEAD, *(part for pack in packs() for part in _of(pack.organisation.name, pack.organisation.id))])


def _of(name: str, folder: str) -> Iterator[str]:
    yield f"## {name}\n"
    with tempfile.TemporaryDirectory() as place:
        settings = make_settings(Path(place), pack=CONTENT / folder)
        migrate(settings)
        app = create_app(settings)
        client = app.test_client()
        rows = [[f"`{path}`", *row_of(measure(main_text(client.get(path, base_url=HOME).text)))]
                for path in explainer_paths(app)]  # fmt: skip
        with app.app_context():
            db.engine.dispose()
    yield table(["Page", *COLUMNS], rows)


if __name__ == "__main__":
    logging.disable(logging.INFO)
    sys.exit(main(NAME, page, sys.argv[1:]))
