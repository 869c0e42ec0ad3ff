"""HTML is read as Telegram reads it, and refused where Telegram refuses it."""

import pytest

from bot.sandbox.entities import Formatted, given, trimmed, with_found_links
from bot.sandbox.markup import from_html
from bot.sandbox.refusal import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        pytest.param("plain", "plain", [], id="no tags"),
        pytest.param("<b>a</b>", "a", [{"type": "bold", "offset": 0, "length": 1}], id="bold"),
        pytest.param("<EM>a</EM>", "a", [{"type": "italic", "offset": 0, "length": 1}], id="capitals in a tag"),
        pytest.param("<ins>a</ins>", "a", [{"type": "underline", "offset": 0, "length": 1}], id="underline"),
        pytest.param("<del>a</del>", "a", [{"type": "strikethrough", "offset": 0, "length": 1}], id="struck"),
        pytest.param("🙂<i>a</i>", "🙂a", [{"type": "italic", "offset": 2, "length": 1}], id="an emoji counts twice"),
        pytest.param("<b></b>a", "a", [], id="an empty tag leaves no mark"),
        pytest.param("2 &lt; 3 &amp; &quot;x&quot; &#39;&#x27;", "2 < 3 & \"x\" ''", [], id="escapes"),
        pytest.param("a & b &nbsp; c > d", "a & b &nbsp; c > d", [], id="what needs no escape"),
        pytest.param(
            "<b>a<i>b</i></b>",
            "ab",
            [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 1}],
            id="nested",
        ),
        pytest.param(
            '<a href="https://example.org/?a=1&amp;b=2">x</a>',
            "x",
            [{"type": "text_link", "url": "https://example.org/?a=1&b=2", "offset": 0, "length": 1}],
            id="a link",
        ),
        pytest.param(
            '<span class="tg-spoiler">x</span>', "x", [{"type": "spoiler", "offset": 0, "length": 1}], id="a spoiler"
        ),
        pytest.param("<tg-spoiler>x</tg-spoiler>", "x", [{"type": "spoiler", "offset": 0, "length": 1}], id="another"),
        pytest.param(
            "<blockquote expandable>x</blockquote>",
            "x",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
            id="a folded quotation",
        ),
        pytest.param(
            '<pre><code class="language-yaml">x</code></pre>',
            "x",
            [{"type": "pre", "language": "yaml", "offset": 0, "length": 1}],
            id="a block of code",
        ),
        pytest.param(
            '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
            "👍",
            [{"type": "custom_emoji", "custom_emoji_id": "5368324170671202286", "offset": 0, "length": 2}],
            id="an own emoji",
        ),
        pytest.param(
            '<tg-time unix="1647531900" format="wDT">22:45</tg-time>',
            "22:45",
            [
                {
                    "type": "date_time",
                    "unix_time": 1647531900,
                    "date_time_format": "wDT",
                    "offset": 0,
                    "length": 5,
                }
            ],
            id="an instant in the reader's own clock",
        ),
        pytest.param(
            '<tg-time unix="1647531900">x</tg-time>',
            "x",
            [{"type": "date_time", "unix_time": 1647531900, "offset": 0, "length": 1}],
            id="an instant shown as written",
        ),
    ],
)
def test_tags_become_marks_on_the_text(source, text, entities):
    formatted = from_html(source)

    assert formatted.text == text
    assert list(formatted.entities) == entities


@pytest.mark.parametrize(
    ("source", "why"),
    [
        pytest.param("<b>a", 'can\'t find end tag corresponding to start tag "b"', id="never closed"),
        pytest.param("<h1>a</h1>", 'unsupported start tag "h1" at byte offset 0', id="no tag of Telegram's"),
        pytest.param("é <br/>", 'unsupported start tag "br" at byte offset 3', id="places count in bytes"),
        pytest.param("I <3 you", 'unsupported start tag "3" at byte offset 2', id="a lone angle"),
        pytest.param("1 < 2", 'unsupported start tag "" at byte offset 2', id="a lone angle before a space"),
        pytest.param(
            "<b><i>a</b></i>", 'unmatched end tag at byte offset 7, expected "</i>", found "</b>"', id="crossed"
        ),
        pytest.param("a</b>", "unexpected end tag at byte offset 1", id="closed but never opened"),
        pytest.param("<b", "unclosed start tag at byte offset 0", id="the tag itself is cut off"),
        pytest.param("<b>a</b", "unclosed end tag at byte offset 4", id="the end tag is cut off"),
        pytest.param("<span>a</span>", 'tag "span" must have class "tg-spoiler"', id="a span of no use"),
        pytest.param('<tg-time unix="soon">a</tg-time>', 'a number in its attribute "unix"', id="no instant"),
        pytest.param('<tg-time unix="1" format="rD">a</tg-time>', "invalid date-time format", id="no such format"),
    ],
)
def test_wrong_html_is_refused_with_its_place(source, why):
    with pytest.raises(Refused) as refusal:
        from_html(source)

    assert refusal.value.code == 400
    assert refusal.value.description.startswith("Bad Request: can't parse entities: ")
    assert why in refusal.value.description


def test_white_space_around_a_text_goes_and_marks_move_along():
    kept = trimmed(from_html("\n <b> a</b>b <i> </i>\n"))

    assert kept.text == "ab"
    assert list(kept.entities) == [{"type": "bold", "offset": 0, "length": 1}]


def test_commands_and_addresses_are_found_but_not_inside_code():
    found = with_found_links(from_html("/help or https://example.org/a. <code>/not</code> and/or a/b"))

    assert [(mark["type"], mark["offset"], mark["length"]) for mark in found.entities] == [
        ("bot_command", 0, 5),
        ("url", 9, 21),
        ("code", 32, 4),
    ]


def test_marks_outside_the_text_are_refused():
    with pytest.raises(Refused):
        given("short", [{"type": "bold", "offset": 3, "length": 9}])


def test_a_text_is_not_shown_when_it_is_printed_for_a_programmer():
    assert "secret" not in repr(Formatted("secret"))
