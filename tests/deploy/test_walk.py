"""Somebody who follows only deploy/README.md on a clean Debian root brings the service up, sees it healthy, backs it up, breaks it,
restores it, upgrades it, moves it to a server and takes it away.
"""

import os
from collections.abc import Callable

import pytest

from tests.deploy import booting
from tests.deploy.following import PAGE, blocks
from tests.deploy.walk import walk
from tests.documents.commands import commands
from tests.documents.proven import WALKED, how


@pytest.mark.machine
@pytest.mark.timeout(1800)
async def test_the_page_is_walked_from_a_clean_root_to_a_clean_root(tell: Callable[[str], None]) -> None:
    if (reason := await booting.why_not()) is not None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)

    walked = await walk(lambda line: print(line))  # noqa: T201  (pytest shows it when the walk fails)

    assert {told.line for told in walked.given} == {told.line for told in commands(PAGE) if how(told) == "walk"}
    whole = sum(seconds for _, seconds in walked.steps)
    tell(f"deploy/README.md walked in {whole:.0f} s: {', '.join(f'{name} {took:.0f}' for name, took in walked.steps)}")


@pytest.mark.parametrize("heading", WALKED)
def test_each_heading_that_is_walked_has_commands(heading: str) -> None:
    assert blocks(heading)
