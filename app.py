"""The door for the web server and for `flask --app app`."""

import sys

from portal import create_app
from portal.core.errors import PortalError
from portal.jobs import bare_app

try:
    app = bare_app(sys.argv) or create_app()
except PortalError as error:
    sys.exit(error.message)
