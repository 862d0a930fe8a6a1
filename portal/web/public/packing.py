"""Explainers go over the wire packed, and only once: half of young people's pages are opened on paid-for data.

Only pages that are the same bytes for everyone: the tag is made from these. A personal page holds a form's token
beside what somebody typed, and the size of the two packed together would tell about the token (BREACH).
"""

import gzip

from flask import Response, request

LEVEL = 6
ASKS, OK, PAGE = "POST", 200, "text/html"


def pack(response: Response) -> Response:
    """Pack the page when the browser can unpack it, tag it, and send nothing when the browser has it already.

    The answer to a form is sent as it is: it is for one pair of eyes, and nobody keeps it. A file tags itself.
    """
    if request.method == ASKS or response.mimetype != PAGE:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.content_encoding = "gzip"
    if response.status_code == OK:
        response.add_etag()
        response.make_conditional(request)
    return response
