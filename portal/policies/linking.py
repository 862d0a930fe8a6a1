"""Links in the text of a policy that lead to what a word means. Pure."""

import re
from collections.abc import Iterator
from html import escape

from portal.policies.glossary import Glossary, Word

TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)\b[^>]*>|<[^>]*>", re.IGNORECASE)
# what is no running text, or leads somewhere already
HEADINGS = {f"h{level}" for level in range(1, 7)}
LEFT_ALONE = HEADINGS | {"a", "button", "code", "label", "pre", "script", "style", "summary", "textarea"}
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"  # the other apostrophe
QUOTES = f"\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}{CURLY}"
ENTITY = r"&(?:#\w+|\w+);"


class WordLinks:
    """Links words of the glossary, each once: keep one of these for each page.

    Every spelling of a word finds it, whole and in any case, the longest first. Links, headings, summaries and tags
    are left as they are, and nothing but links is added.
    """

    def __init__(self, glossary: Glossary, page: str = "/words") -> None:
        """Prepare for one page. `page`: the address of the page of words."""
        self._page = page
        spellings = {spelling.casefold(): (spelling, word) for word, spelling in reversed(list(_spellings(glossary)))}
        longest_first = sorted(spellings.values(), key=lambda pair: len(pair[0]), reverse=True)
        self._words = [word for _, word in longest_first]
        self._linked: set[str] = set()
        choices = "|".join(f"({_pattern(spelling)})" for spelling, _ in longest_first)
        self._finder = re.compile(rf"(?<![\w&#-])(?:{choices})(?![\w-])|{ENTITY}", re.IGNORECASE)

    def link(self, html: str) -> str:
        """Link what was not linked on this page before. `html` is what our own renderer made: tags are balanced."""
        done: list[str] = []
        at, depth, closed_by = 0, 0, ""
        for tag in TAG.finditer(html):
            text = html[at : tag.start()]
            done += [text if depth else self._finder.sub(self._linking, text), tag[0]]
            at, name = tag.end(), (tag["name"] or "").lower()
            if depth:
                depth += (-1 if tag["close"] else 1) if name == closed_by else 0
            elif name in LEFT_ALONE and not tag["close"]:
                depth, closed_by = 1, name
        rest = html[at:]
        return "".join([*done, rest if depth else self._finder.sub(self._linking, rest)])

    def _linking(self, match: re.Match[str]) -> str:
        if match.lastindex is None:
            return match[0]  # an entity, such as &amp;
        word = self._words[match.lastindex - 1]
        if word.id in self._linked:
            return match[0]
        self._linked.add(word.id)
        return f'<a class="word" href="{self._page}#{word.id}">{match[0]}</a>'


def from_elsewhere(html: str, page: str) -> str:
    """Let links within `page` lead there from another page. `html` is what our own renderer made."""
    return html.replace('<a href="#', f'<a href="{page}#')


def with_words(html: str, glossary: Glossary) -> str:
    """Link the words of a page that is one piece of HTML."""
    return WordLinks(glossary).link(html)


def _spellings(glossary: Glossary) -> Iterator[tuple[Word, str]]:
    """Every way to write each word, without the quotes around it. The first word has a spelling for itself."""
    for word in glossary.words:
        for spelling in (word.word, *word.also):
            if bare := spelling.strip(QUOTES):
                yield word, bare


def _pattern(spelling: str) -> str:
    """The spelling as it stands in HTML: any white space, and either apostrophe."""
    parts = (escape(part).replace("&#x27;", "'").replace(CURLY, "'") for part in spelling.split())
    return r"\s+".join(re.escape(part) for part in parts).replace("'", f"['{CURLY}]")
