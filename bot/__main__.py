"""`python -m bot` is `smallgains`."""

from bot.cli import main

main()
