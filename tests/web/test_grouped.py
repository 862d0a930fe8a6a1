"""One question under headings that open: one name for all its choices, and nothing worded becomes markup."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField
from wtforms.fields import SelectChoice

from portal.web.grouped import describe_groups
from tests.builders.face import draw, face_app, one, words

HOSTILE = "<img src=x onerror=1> \"quoted\" & 'more'"


class Asked(Form):  # type: ignore[misc]  # WTForms has no types
    """Three choices under two headings."""

    what = RadioField(
        "What is it?",
        choices=[
            SelectChoice("a", "One", optgroup="First"),
            SelectChoice("b", HOSTILE, optgroup="First"),
            SelectChoice("c", "Three", optgroup=HOSTILE),
        ],
    )


@pytest.fixture(scope="module")
def app() -> Flask:
    return face_app()


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/would-you-tell"):
        yield


@pytest.mark.parametrize(
    ("picked", "is_open"),
    [(None, [False, False]), ("b", [True, False]), ("c", [False, True]), ("no", [False, False])],
)
def test_the_heading_with_the_picked_choice_is_open(picked: str | None, is_open: list[bool]) -> None:
    form = Asked(MultiDict({"what": picked} if picked else {}))
    assert [group.is_open for group in describe_groups(form.what)] == is_open


def test_every_choice_has_one_name_a_label_and_a_heading() -> None:
    source = '{% from "components/choice_groups.html" import choice_groups %}{{ choice_groups(form.what, hint) }}'
    dom = draw(source, form=Asked(MultiDict({"what": "c"})), hint=HOSTILE)
    controls = dom.query("input")
    assert [node.attrs["value"] for node in controls if node.attrs["name"] == "what"] == ["a", "b", "c"]
    labels = {label.attrs["for"]: words(label) for label in dom.query("label")}
    assert [labels[node.attrs["id"]] for node in controls] == ["One", HOSTILE, "Three"]
    for details, title in zip(dom.query("details"), ["First", HOSTILE], strict=True):
        assert words(one(details, "summary")) == title
        assert words(one(dom, f"#{one(details, '[role=group]').attrs['aria-labelledby']}")) == title
    assert words(one(dom, "legend")) == "What is it?"
    assert words(one(dom, f"#{one(dom, 'fieldset').attrs['aria-describedby']}")) == HOSTILE
    assert not dom.query("img, [onerror]")
