"""Somebody who follows only deploy/README.md where containers run brings both profiles up, backs them up, loses them, restores them
and takes them away.
"""

import os
from collections import Counter
from collections.abc import Callable

import pytest

from tests.deploy import engine
from tests.deploy.containers import walk
from tests.deploy.profiles import PROFILES, Profile, of, on_the_page
from tests.documents.commands import everywhere


@pytest.mark.timeout(3600)
async def test_the_page_of_containers_is_walked_with_docker(
    tell: Callable[[str], None], pytestconfig: pytest.Config
) -> None:
    if not pytestconfig.getoption("--release"):
        pytest.skip("a walk with Docker takes ten minutes: with --release alone")
    if (reason := engine.why_not()) is not None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)

    steps = await walk(lambda line: print(line))  # noqa: T201  (pytest shows it when the walk fails)

    whole = sum(seconds for _, seconds in steps)
    tell(f"the page of containers, walked with Docker in {whole:.0f} s: {len(steps)} steps")


def test_every_command_of_containers_is_walked_by_one_profile_or_both() -> None:
    walked = Counter(told.line for profile in PROFILES for told in of(profile))

    assert [str(told) for told in on_the_page() if told.line not in walked] == []
    assert [str(told) for told in everywhere() if told.program == "docker" and told.line not in walked] == []


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_profile_has_no_command_of_the_other(profile: Profile) -> None:
    others = {other.name for other in PROFILES} - {profile.name}

    assert not any(word in others for told in of(profile) for word in told.words)
    assert any(told.text.startswith(profile.begins) for told in of(profile))
