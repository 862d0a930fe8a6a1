"""The headers of ux part C, on every answer."""

from flask import Flask, Response, request

EXPLAINERS = frozenset(
    {"policies", "public_pages", "would_you_tell", "words", "datamap", "find", "published", "easy_read", "numbers"}
)
ASSETS = frozenset({"static", "assets", "favicon"})

ALWAYS = {
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
PERSONAL = {"Cache-Control": "no-store", "Pragma": "no-cache", "X-Robots-Tag": "noindex, nofollow, noarchive"}


def init_headers(app: Flask) -> None:
    """Set them on every answer; a view's own choice of the same header stands."""

    @app.after_request
    def _protect(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.blueprint in EXPLAINERS and request.method != "POST":
            response.headers.setdefault("Cache-Control", "no-cache")
        elif (request.endpoint or "").split(".")[0] not in ASSETS:
            for name, value in PERSONAL.items():
                response.headers[name] = value
        response.headers.pop("Server", None)
        return response
