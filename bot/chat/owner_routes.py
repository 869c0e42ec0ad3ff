"""What owners alone do: give and take rights, write to everybody, read the log. Whether somebody is one is looked at before."""

from collections.abc import Callable

from bot.broadcasting import Broadcasting, NoBroadcast, TooLong
from bot.chat import admin_buttons, broadcast_messages, buttons, menus, rights_messages
from bot.chat.done import Done, failed
from bot.chat.message import Answer
from bot.chat.turn import Heard
from bot.granting import FromSettings, Granting, LastOwner, NobodyThere, NoInvite
from bot.practice import NotYours
from storage.chain import Result
from storage.database import Unit

_MOST_ACTS = 20


class OwnerRoutes:
    """An owner's taps and commands. `bot` is the name by which links know this bot."""

    def __init__(
        self, granting: Granting, broadcasting: Broadcasting, *, pseudonym: Callable[[int], str], bot: Callable[[], str]
    ) -> None:
        self._granting = granting
        self._broadcasting = broadcasting
        self._pseudonym = pseudonym
        self._bot = bot

    async def do(self, unit: Unit, heard: Heard) -> Done:
        """The answer to an owner's act. Raises `NotYours` for what is none."""
        if heard.command == "broadcast":
            return await self._broadcast(unit, heard)
        try:
            return await self._tap(unit, heard)
        except LastOwner:
            return _noted(rights_messages.last_owner())
        except FromSettings:
            return _noted(rights_messages.from_settings())
        except (NobodyThere, NoInvite):
            return _noted(rights_messages.nobody_there())
        except NoBroadcast:
            return _noted(broadcast_messages.gone())

    async def _broadcast(self, unit: Unit, heard: Heard) -> Done:
        if not heard.text:
            going = await self._broadcasting.going_out(unit)
            return Done(Answer(say=(broadcast_messages.overview(going),)))
        try:
            drafted = await self._broadcasting.draft(unit, heard.text)
        except TooLong:
            return failed(broadcast_messages.too_long())
        return Done(Answer(say=(broadcast_messages.preview(drafted),)), _named(drafted.broadcast.token))

    async def _tap(self, unit: Unit, heard: Heard) -> Done:
        owner = heard.sender
        match buttons.read(heard.tap):
            case admin_buttons.PeopleWanted():
                return await self._people(unit, owner)
            case admin_buttons.LogWanted():
                acts = await unit.admin_acts.newest(_MOST_ACTS)
                return Done(Answer(edit=rights_messages.log(acts, me=self._pseudonym(owner))))
            case admin_buttons.InviteMade(role):
                fresh = await self._granting.invite(unit, owner, role)
                return Done(Answer(say=(rights_messages.invited(fresh, bot=self._bot()),)), role)
            case admin_buttons.InviteRevoked(invite):
                await self._granting.revoke(unit, invite)
                return await self._people(unit, owner)
            case admin_buttons.DismissAsked(who):
                colleague = await self._granting.one_with_rights(unit, who, owner)
                return Done(Answer(edit=rights_messages.ask_to_dismiss(colleague)), who)
            case admin_buttons.Dismissed(who):
                return await self._dismiss(unit, who)
            case admin_buttons.BroadcastWanted():
                going = await self._broadcasting.going_out(unit)
                return Done(Answer(edit=broadcast_messages.overview(going)))
            case admin_buttons.BroadcastTicked(token):
                drafted = await self._broadcasting.tick(unit, token)
                return Done(Answer(edit=broadcast_messages.preview(drafted)), _named(token))
            case admin_buttons.BroadcastDropped(token):
                await self._broadcasting.drop(unit, token)
                return Done(Answer(edit=broadcast_messages.dropped()), _named(token))
            case admin_buttons.BroadcastBegun(token):
                begun = await self._broadcasting.begin(unit, token, owner=owner, message_id=heard.message_id)
                return Done(Answer(edit=broadcast_messages.progress(begun)), _named(token))
            case admin_buttons.BroadcastCancelled(token):
                ended = await self._broadcasting.cancel(unit, token)
                return Done(Answer(edit=broadcast_messages.progress(ended)), _named(token))
            case _:
                raise NotYours

    async def _people(self, unit: Unit, owner: int) -> Done:
        return Done(Answer(edit=rights_messages.with_rights(await self._granting.with_rights(unit, owner))))

    async def _dismiss(self, unit: Unit, who: str) -> Done:
        gone = await self._granting.dismiss(unit, who)
        told = rights_messages.was_dismissed().call(gone.account)
        return Done(
            Answer(edit=rights_messages.dismissed(gone), also=(menus.for_admin(gone.account, gone.scopes), told)), who
        )


def _noted(toast: str) -> Done:
    return Done(Answer(toast=toast), result=Result.FAILED)


def _named(token: str) -> str:
    return f"broadcast {token[:6]}"
