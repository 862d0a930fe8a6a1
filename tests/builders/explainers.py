"""Every explainer of a portal: the pages that anybody may read, found in its routes and filled in from its pack."""

from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from portal.policies.kinds import Reader
from portal.policies.pack import Pack
from portal.web.headers import EXPLAINERS
from portal.web.public.easy_read import PAGES as EASY_READ

# a paper is no page; a form that was sent by GET leads back to where it stands
NOT_READ = frozenset({"policies.document", "versions.document", "datamap.ask_again"})
OF_A_YEAR = frozenset({"numbers.show", "numbers.table", "numbers.document"})  # there is none in a new portal


def explainer_paths(app: Flask) -> list[str]:
    """The address of each of them that is read, not asked; a route whose parts nobody can fill is an error."""
    pack: Pack = app.extensions["candour"].pack
    return sorted({path for rule in _rules(app) for path in _filled(app, rule, pack)})


def _rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        is_read = "GET" in (rule.methods or ()) and rule.endpoint not in NOT_READ | OF_A_YEAR
        if rule.endpoint.split(".")[0] in EXPLAINERS and is_read:
            yield rule


def _filled(app: Flask, rule: Rule, pack: Pack) -> Iterator[str]:
    with app.test_request_context():
        for values in _values(rule.endpoint.split(".")[0], rule.arguments, pack):
            yield app.url_for(rule.endpoint, **values)


def _values(blueprint: str, names: set[str], pack: Pack) -> Iterator[dict[str, Any]]:
    """Fill the parts of an address: everything the pack has."""
    if not names:
        yield {}
    elif "slug" in names:
        for policy in pack.policies:
            yield from _of_policy(names, policy.slug, [version.number for version in policy.versions])
    elif blueprint == "easy_read":
        yield from ({"number": number} for number in range(1, len(EASY_READ) + 1))
    elif blueprint == "datamap":
        yield from (dict.fromkeys(names, service.id) for service in pack.datamap.services)
    elif blueprint == "words":
        yield from (dict.fromkeys(names, word.id) for word in pack.glossary.words if word.page)
    else:
        raise LookupError(names)


def _of_policy(names: set[str], slug: str, numbers: list[int]) -> Iterator[dict[str, Any]]:
    rest = names - {"slug"}
    if not rest:
        yield {"slug": slug}
    elif rest == {"number"}:
        yield from ({"slug": slug, "number": number} for number in numbers)
    elif rest == {"number", "reader"}:
        yield from ({"slug": slug, "number": n, "reader": reader} for n, reader in product(numbers, Reader))
    elif rest == {"older", "newer"}:
        yield from ({"slug": slug, "older": a, "newer": b} for a, b in permutations(numbers, 2) if a < b)
    else:
        raise LookupError(names)
