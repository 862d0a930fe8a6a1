"""Explainers go over the wire packed: half of young people's pages are opened on paid-for data.

Only pages that are the same bytes for everyone. A personal page holds a form's token beside what somebody typed, and
the size of the two packed together would tell about the token (BREACH).
"""

import gzip

from flask import Response, request

LEVEL = 6


def pack(response: Response) -> Response:
    """Pack the page when the browser can unpack it, and say that the answer depends on that."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response
