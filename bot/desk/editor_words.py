"""What the editor says by itself while somebody types: the words that its script is handed."""

from collections.abc import Mapping

from bot.words import _


def editor_words() -> Mapping[str, str]:
    """Each of them, by the name it has there; `%` is the place of what the script fills in."""
    return {
        "line": _("Line {line}").format(line="%"),
        "better": _("Better:"),
        "saved": _("Saved {saved}").format(saved="%"),
        "saving": _("Saving …"),
        "notSaved": _("Not saved"),
        "notSavedYet": _("Not saved yet"),
        "overtaken": _(
            "This draft was saved from another page meanwhile. Press “Save and check”: nothing is written over, and you can "
            "keep both."
        ),
        "over": _(
            "Your time at the desk is over. What you wrote last stands here and is not saved: copy it, then send /desk to the "
            "bot for a new link."
        ),
        "unreachable": _(
            "The desk cannot be reached. It is tried again while you type; “Save and check” tries at once."
        ),
    }
