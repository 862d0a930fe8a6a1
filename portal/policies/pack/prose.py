"""What may not stand in the words of a policy, and whether a young person can read them."""

import re
from collections.abc import Iterator
from html import escape

from markdown_it.token import Token

from portal.core import reading
from portal.policies.markdown import is_safe_link, parser, plain_text, to_html

# It sees what the renderer would only drop in silence: an editor has to be told.
_CHECKER = parser(html=True)
_CHECKER.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # every link is looked at

# Names are what they are, however hard.
REGULATOR = re.compile(r"Information Commission(?:er(?:'s Office)?)?")
NO_CODE = "code is not allowed here: write plain words, without ` and without four spaces in front"
MAX_LETTERS = 100  # of one word
MAX_EASY_READ = 12  # words in a sentence of Easy Read

# Long words with a short way to say them (ux: the words that make a page hard).
PLAIN_WORDS = {
    "confidential": "private",
    "confidentially": "in private",
    "disclose": "tell",
    "disclosure": "telling someone",
    "information": "what we know",
    "personal": "yours",
    "safeguarding": "keeping you safe",
}


def tokens_of(words: str) -> list[Token]:
    """Parse Markdown with everything switched on, so that nothing hides. Line numbers stand in `map`, from 0."""
    return _CHECKER.parse(words)


def markup_problems(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Find HTML, pictures, code and unsafe links: (line from 0, what is wrong)."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "html_block":
            yield line, "HTML is not allowed here: use Markdown"
        if token.type in {"fence", "code_block"}:
            yield line, NO_CODE
        if token.type == "inline":
            yield from _inline_problems(token, line)


def reading_problems(tokens: list[Token], most: int = reading.MAX_SENTENCE) -> Iterator[tuple[int, str]]:
    """Find sentences of more than `most` words, and long words that have a short one: (line from 0, what is wrong)."""
    for token in tokens:
        if token.type != "inline" or not token.map:
            continue
        for problem in text_problems(plain_text(token), most):
            yield token.map[0], problem


def text_problems(text: str, most: int = reading.MAX_SENTENCE) -> Iterator[str]:
    """Say what is wrong with plain words: a sentence of more than `most` words, a long word that has a short one."""
    longest = reading.measure(text).longest_sentence
    if longest > most:
        yield f"a sentence has {longest} words, and {most} is the most: make two of it"
    letters = max((len(word) for word in reading.words_of(text)), default=0)
    if letters > MAX_LETTERS:
        yield f"a word has {letters} letters, and {MAX_LETTERS} is the most: put a blank into it"
    for word in sorted({word.casefold() for word in reading.words_of(REGULATOR.sub(" ", text))} & PLAIN_WORDS.keys()):
        yield f"`{word}` is a hard word: say `{PLAIN_WORDS[word]}`"


def readable(title: str, words: str) -> str:
    """A clause as plain text, the way a reader meets it: its title, then its words, one block a line."""
    return reading.main_text(f"<h2>{escape(title)}</h2>{to_html(words)}")


def _inline_problems(inline: Token, line: int) -> Iterator[tuple[int, str]]:
    for child in inline.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "html_inline":
            yield line, "HTML is not allowed here: use Markdown"
        elif child.type == "image":
            yield line, "pictures are not allowed here: say it in words"
        elif child.type == "code_inline":
            yield line, NO_CODE
        elif child.type == "link_open" and not is_safe_link(str(child.attrGet("href"))):
            yield line, "a link has to start with https://, mailto:, tel:, / or #"
