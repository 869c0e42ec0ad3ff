"""Keyboards: what may hang under a message, checked as strictly as Telegram does."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from bot.sandbox.parameters import names
from bot.sandbox.refusal import bad_request

DATA_BYTES = 64
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8

_ACTIONS = names(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
_INLINE_FIELDS = _ACTIONS | {"text", "icon_custom_emoji_id", "style"}
_REPLY_FIELDS = names(
    "text icon_custom_emoji_id style request_users request_chat request_managed_bot request_contact request_location "
    "request_poll web_app"
)
_STYLES = frozenset({"danger", "success", "primary"})
_FIELDS = {
    "inline_keyboard": frozenset({"inline_keyboard"}),
    "keyboard": names("keyboard is_persistent resize_keyboard one_time_keyboard input_field_placeholder selective"),
    "remove_keyboard": frozenset({"remove_keyboard", "selective"}),
    "force_reply": frozenset({"force_reply", "input_field_placeholder", "selective"}),
}


class Button(TypedDict, total=False):
    """One button, in Telegram's own field names."""

    text: str
    style: str
    callback_data: str
    url: str
    request_location: bool
    request_contact: bool


Rows = tuple[tuple[Button, ...], ...]


class Keyboard(TypedDict, total=False):
    """What hangs under a message: one of the four kinds."""

    inline_keyboard: Rows
    keyboard: Rows
    remove_keyboard: bool
    force_reply: bool
    one_time_keyboard: bool
    input_field_placeholder: str


def read(raw: object, *, inline_only: bool = False) -> Keyboard | None:
    """The keyboard that was given, or None; refuses whatever Telegram would not show."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, Mapping):
        raise bad_request("object expected as reply markup")
    kind = next((name for name in _FIELDS if name in raw), None)
    if kind is None:
        raise bad_request("can't parse reply keyboard markup JSON object")
    if inline_only and kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    _known(raw, _FIELDS[kind], "reply markup")
    if kind in {"remove_keyboard", "force_reply"}:
        if raw[kind] is not True:
            raise bad_request(f"field {kind} must be True")
        return Keyboard(**dict(raw))  # type: ignore[typeddict-item]  # the fields were checked above
    rows = _rows(raw[kind], inline=kind == "inline_keyboard")
    if kind == "inline_keyboard":
        return Keyboard(inline_keyboard=rows) if rows else None
    return Keyboard(**{**raw, "keyboard": rows})  # type: ignore[typeddict-item]  # as above


def _rows(raw: object, *, inline: bool) -> Rows:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise bad_request("field keyboard must be an Array of Arrays of buttons")
    rows = []
    for row in raw:
        if not isinstance(row, Sequence) or isinstance(row, str):
            raise bad_request("field keyboard must be an Array of Arrays of buttons")
        if len(row) > MOST_IN_A_ROW:
            raise bad_request("too many buttons in a row of the keyboard")
        rows.append(tuple(_inline_button(button) if inline else _reply_button(button) for button in row))
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return tuple(row for row in rows if row)


def _inline_button(raw: object) -> Button:
    button = _button(raw, _INLINE_FIELDS, "inline keyboard button")
    actions = _ACTIONS & set(button)
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is expected")
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request("inline keyboard button URL is invalid")
    return button


def _reply_button(raw: object) -> Button:
    if isinstance(raw, str):
        raw = {"text": raw}
    return _button(raw, _REPLY_FIELDS, "keyboard button")


def _button(raw: object, known: frozenset[str], what: str) -> Button:
    if not isinstance(raw, Mapping):
        raise bad_request(f"can't parse {what}: expected an Object")
    _known(raw, known, what)
    text = raw.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request(f"can't parse {what}: field text must not be empty")
    if raw.get("style", "primary") not in _STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")
    return Button(**dict(raw))  # type: ignore[typeddict-item]  # the fields were checked above


def _known(raw: Mapping[str, object], known: frozenset[str], what: str) -> None:
    """Telegram overlooks a misspelt field; here it is refused, so that it is noticed."""
    strange = sorted(set(raw) - known)
    if strange:
        raise bad_request(f"can't parse {what}: unknown field {strange[0]}")
