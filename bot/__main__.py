"""`python -m bot` is `smallgains`. Loading it takes a moment, in which it may be broken off as well."""

import sys


def main() -> None:
    """Loads the commands and does what is asked for."""
    try:
        from bot.cli import main as begin
    except KeyboardInterrupt:
        sys.stderr.write("smallgains: broken off\n")
        sys.exit(130)
    begin()


if __name__ == "__main__":
    main()
