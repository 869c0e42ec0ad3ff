"""Takes the picture of the demo that README shows.

smallgains demo --port 8765 &
python -m tests.browser.picture http://127.0.0.1:8765 deploy/demo.png [--phone] [--dark]
"""

import argparse
import asyncio

from tests.browser.chat import ChatPage
from tests.chromium import chromium


async def main(address: str, file: str, *, phone: bool, dark: bool) -> None:
    """Plays a person's first day on the page and keeps what it looks like then."""
    async with chromium() as browser:
        page = await browser.new_page(
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 1290},
            device_scale_factor=2 if phone else 1,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        await page.goto(address)
        chat = ChatPage(page)
        await chat.subscribes()
        if phone:
            await page.get_by_test_id("panel-switch").click()
        await chat.goes_to_next_nudge()
        if phone:
            await page.get_by_test_id("panel-switch").click()
        await chat.opens()
        await chat.reads("Day 1: ")
        await chat.taps_button("Done")
        await chat.reads("From 0 to 10")
        await chat.writes("The tea was hot, and nobody was in a hurry.")
        await chat.reads("Kept with day 1")
        await page.screenshot(path=file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("file")
    parser.add_argument("--phone", action="store_true")
    parser.add_argument("--dark", action="store_true")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.address, arguments.file, phone=arguments.phone, dark=arguments.dark))
