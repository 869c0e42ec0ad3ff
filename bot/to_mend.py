"""What somebody has to mend before the program can do what was asked: the command line says it in one line."""


class ToMend(Exception):
    """The text says what is wrong, and what to do about it."""
