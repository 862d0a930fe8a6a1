"""GOV.UK Frontend's well-tested markup, called from our own components (ADR 4).

Its macros lean on missing values being empty, and ours must fail on them; so they live in an environment of their own.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import Flask
from jinja2 import Environment, PackageLoader, PrefixLoader

from portal.web.fields import describe, problems
from portal.web.grouped import describe_groups

PACKAGE = "govuk_frontend_jinja"
MACROS = {
    "back_link": ("back-link", "govukBackLink"),
    "button": ("button", "govukButton"),
    "checkboxes": ("checkboxes", "govukCheckboxes"),
    "details": ("details", "govukDetails"),
    "error_summary": ("error-summary", "govukErrorSummary"),
    "input": ("input", "govukInput"),
    "radios": ("radios", "govukRadios"),
    "select": ("select", "govukSelect"),
    "skip_link": ("skip-link", "govukSkipLink"),
    "textarea": ("textarea", "govukTextarea"),
}


def install_govuk(app: Flask) -> None:
    """Give templates `govuk.<macro>(params)`, and `govuk.describe`, `govuk.groups` and `govuk.problems` for forms."""
    lenient = Environment(loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}), autoescape=True)
    names: dict[str, Callable[..., Any]] = {"describe": describe, "groups": describe_groups, "problems": problems}
    for name, (folder, macro) in MACROS.items():
        names[name] = getattr(lenient.get_template(f"{PACKAGE}/components/{folder}/macro.html").module, macro)
    app.jinja_env.globals["govuk"] = SimpleNamespace(**names)
