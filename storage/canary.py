"""A word that is sealed in every database, by which it is proven that the keys at hand are those of this database."""

from typing import Final

from storage.secrecy import Cell, KeyProblem, Keyring, Sealed, WrongCell

CELL: Final = Cell("canary", "sealed", 0, 1)
WORD: Final = "tweet"


def prove(keyring: Keyring, sealed: Sealed) -> None:
    """Makes sure that the key file and the keys of people open what is sealed there. Raises `KeyProblem`."""
    try:
        keyring.open(sealed, CELL)
        keyring.data_keys.prove()
    except (KeyProblem, WrongCell) as error:
        raise KeyProblem(
            "the key file does not belong to this database, or the keys of people do not: what people wrote "
            "would be lost (if smallgains rekey was broken off, run it again)"
        ) from error
