"""What the bot says is looked up, whole, when it is said; and every catalogue has all of it. `make words` mends what can be mended by itself."""

import ast
import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from bot.words import LANGUAGES, SOURCE, _, gathering, in_every_language, nearest, ngettext, speaking
from bot.words.gathering import HOME, catalogue, gathered, modules, renewed
from curriculum.gate import QUESTIONS, Said
from curriculum.pattern.comparison import NO_PROOF
from curriculum.pattern.items import ITEMS, Answer
from curriculum.pattern.words import FIRST_EXERCISES

STILL_TO_BE_TRANSLATED = False
"""Take this away once the catalogues are filled: from then on a word without a translation fails."""

OTHERS = [code for code in LANGUAGES if code != SOURCE]
NO_WORDS = frozenset(
    {
        *("as it was", "setMyDescription", "setMyShortDescription", "setMyCommands", "deleteMyCommands"),
        *("small-gains-", ".html", ".json", "your-own", '<a href="', "<blockquote", "https://t.me/", "?start="),
        *(" UTC", "UTC", " UTC</tg-time>", "Etc/GMT", "utf-8", "{partner}"),
        *('<tg-time unix="', '" format="wDt">', '" format="Dt">'),
    }
)
"""What stands in the modules of words and is no word of a language: names of Telegram's and of ours, markup, zones."""
TREES = [(file, tree) for file, tree in modules() if file.startswith("bot/")]
_TAG = re.compile(r"</?[a-z][^>]*>")
_COMMAND = re.compile(r"(?<![\w<])/[a-z][a-z_]*")
_IN_PAGES = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("code", OTHERS)
def test_every_word_is_in_the_catalogue(code: str) -> None:
    kept = catalogue(code)
    lacking = [words for words in gathered() if not _is_full(kept.get(words.one))]

    if lacking and STILL_TO_BE_TRANSLATED:
        pytest.skip(f"{len(lacking)} still to be translated, the first in {lacking[0].file}: {lacking[0].one!r}")
    assert [f"{words.file}:{words.line}: {words.one!r}" for words in lacking] == []


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_in_the_catalogue_that_nobody_says(code: str) -> None:
    said = {words.one for words in gathered()}
    kept = catalogue(code)

    assert [entry.id for entry in kept if entry.id and _one(entry) not in said] == []
    assert list(kept.obsolete) == []


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_in_the_catalogue_is_a_guess(code: str) -> None:
    assert [entry.id for entry in catalogue(code) if entry.id and entry.fuzzy] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_same_gaps_markup_and_commands(code: str) -> None:
    for entry in catalogue(code):
        if not entry.id or not _is_full(entry):
            continue
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        many = entry.id if isinstance(entry.id, str) else entry.id[-1]
        for found in (_gaps, _markup, _commands):
            assert found(forms[-1]) == found(many), entry.id
            for form in forms[:-1]:  # what is said of one need not say how many they are
                assert set(found(form)) <= set(found(many)), entry.id


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_stands_as_the_tool_writes_it(code: str) -> None:
    """So that two who add to it do not meet. What is missing in it may be missing until it is added."""
    stands = [entry.id for entry in catalogue(code) if entry.id]
    written = [entry for entry in _entries(renewed(code).decode()) if entry in set(map(str, stands))]

    assert list(map(str, stands)) == written


def test_words_are_looked_up_when_they_are_said_and_not_when_the_program_is_read() -> None:
    early = [
        f"{file}:{call.lineno}"
        for file, tree in TREES
        for call in _calls_at_once(tree)
        if _called(call) in ("_", "ngettext")
    ]

    assert early == []


def test_what_is_looked_up_is_one_plain_text() -> None:
    """In a text that is put together there is nothing to find in a catalogue."""
    made = [
        f"{file}:{call.lineno}"
        for file, tree in TREES
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _called(call) in ("_", "ngettext", "marked")
        for text in call.args[: 2 if _called(call) == "ngettext" else 1]
        if _is_made(text) or (_called(call) == "marked" and not isinstance(text, ast.Constant))
    ]

    assert made == []


def test_a_text_stands_whole_in_the_code() -> None:
    """Blanks at its ends are there to glue it to another half."""
    assert [words for words in gathered() if words.one != words.one.strip() and not words.file.endswith(".html")] == []


def test_nothing_is_shown_to_people_that_is_not_looked_up() -> None:
    shown = [(file, node) for file, tree in TREES for node in (_bare(tree) if _speaks(file) else _shown(tree))]

    assert [f"{file}:{node.lineno}: {node.value!r}" for file, node in shown if node.value not in NO_WORDS] == []


def test_what_the_rules_say_to_people_is_marked() -> None:
    found = {words.one for words in gathered()}

    items = {text for item in ITEMS for text in (item.says, item.told, item.part.value) if text is not None}
    assert items | {question.says for question in QUESTIONS} <= found
    assert {each.says for each in (*Said, *Answer)} | {NO_PROOF} <= found
    assert {text for texts in FIRST_EXERCISES.values() for text in texts} <= found


def test_whose_app_speaks_none_of_the_languages_is_spoken_to_in_english() -> None:
    assert [nearest(tag) for tag in ("es", "es-MX", "ES", "en-GB", "de", "eo", "", None)] == [
        *("es", "es", "es"),
        *("en", "en", "en", "en", "en"),
    ]
    with speaking("a language that is not spoken any more"):
        assert _("Open") == "Open"


def test_what_is_counted_is_said_of_one_and_of_many() -> None:
    assert [ngettext("{count} day", "{count} days", count).format(count=count) for count in (1, 2)] == [
        "1 day",
        "2 days",
    ]


def test_a_key_is_known_in_every_language() -> None:
    assert "Another way" in in_every_language("Another way")


def test_the_code_is_found_where_it_is() -> None:
    assert Path(gathering.__file__).is_relative_to(HOME)
    assert {"bot/chat/messages.py", "curriculum/gate.py", "curriculum/helplines", "bot/desk/templates/base.html"} <= {
        words.file for words in gathered()
    }


def _is_full(entry: Entry | None) -> bool:
    if entry is None:
        return False
    return bool(entry.string) if isinstance(entry.string, str) else all(entry.string)


def _one(entry: Entry) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _entries(text: str) -> list[str]:
    return [str(entry.id) for entry in read_po(BytesIO(text.encode())) if entry.id]


def _gaps(text: str) -> list[str]:
    in_chats = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    return sorted({*in_chats, *_IN_PAGES.findall(text)})


def _markup(text: str) -> list[str]:
    return sorted(_TAG.findall(text))


def _commands(text: str) -> list[str]:
    return sorted(set(_COMMAND.findall(_TAG.sub("", text))))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _calls_at_once(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that are made when a module is read: outside functions, or in what their heads say."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            heads = [*child.args.defaults, *(each for each in child.args.kw_defaults if each is not None)]
            heads += [] if isinstance(child, ast.Lambda) else child.decorator_list
            for head in heads:
                yield from _calls_at_once(ast.Expr(head))
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _calls_at_once(child)


def _is_made(text: ast.expr) -> bool:
    """Whether a text is put together of others."""
    parts = list(ast.walk(text))
    glued = [each for part in parts if isinstance(part, ast.BinOp) for each in (part.left, part.right)]
    return any(isinstance(part, ast.JoinedStr) for part in parts) or any(
        isinstance(each, ast.Constant) and isinstance(each.value, str) for each in glued
    )


def _speaks(file: str) -> bool:
    """Whether a module is one of those whose texts are for people."""
    name = file.rpartition("/")[2].removesuffix(".py")
    return file.startswith("bot/chat/") and (
        name.endswith("_messages") or name in ("messages", "menus", "standing_texts", "wording", "about")
    )


def _bare(node: ast.AST) -> Iterator[ast.Constant]:
    """Texts with words in them that are neither looked up nor marked, nor say what the code is about."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Call(func=ast.Name(id="_" | "ngettext" | "marked")):
                continue
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Constant(value=str(text)) if _has_words(text):
                yield child
            case ast.match_case() | ast.Compare():
                continue
            case _:
                yield from _bare(child)


def _shown(tree: ast.Module) -> Iterator[ast.Constant]:
    """Such texts where they are handed over to be shown: in a message, on a button, as a note over one."""
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=ast.Name(id="Message" | "Button"), args=[text, *_rest]):
                yield from _bare(ast.Expr(text))
            case ast.Call(func=ast.Name(id="Answer"), keywords=named):
                yield from (each for one in named if one.arg == "toast" for each in _bare(ast.Expr(one.value)))


def _has_words(text: str) -> bool:
    """Whether somebody would read it: more than markup, a command, a name of ours in small letters."""
    left = _COMMAND.sub("", _TAG.sub("", text))
    return bool(re.search(r"[A-Za-z]{2}", left)) and not re.fullmatch(r"[a-z_]+", left.strip())
