"""What owners alone do: give and take rights, write to everybody, read the log. Whether somebody is one is looked at before."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.broadcasting import Broadcasting, NoBroadcast, TooLong
from bot.chat import admin_buttons, broadcast_messages, buttons, code_messages, rights_messages
from bot.chat.admin_buttons import BroadcastBegun, Dismissed, InviteMade
from bot.chat.done import Done, failed
from bot.chat.menus import Menus, of_everybody
from bot.chat.message import Answer, Message
from bot.chat.turn import Heard
from bot.granting import FromSettings, Granting, LastOwner, NobodyThere, NoInvite
from bot.practice import NotYours
from bot.second_factor import Need, SecondFactor, ToTap
from bot.spoken_to import language_of
from bot.words import speaking
from storage.chain import Result
from storage.database import Unit

_MOST_ACTS = 20


class OwnerRoutes:
    """An owner's taps and commands. `bot` is the name by which links know this bot."""

    def __init__(
        self,
        granting: Granting,
        broadcasting: Broadcasting,
        second_factor: SecondFactor,
        menus: Menus,
        *,
        pseudonym: Callable[[int], str],
        bot: Callable[[], str],
    ) -> None:
        self._granting = granting
        self._broadcasting = broadcasting
        self._second_factor = second_factor
        self._menus = menus
        self._pseudonym = pseudonym
        self._bot = bot

    async def do(self, unit: Unit, heard: Heard) -> Done:
        """The answer to an owner's act; one that reaches others asks for a code first, where one is needed. Raises `NotYours`
        for what is none.
        """
        if heard.command == "broadcast":
            return await self._broadcast(unit, heard)
        return await self._or_why_not(self._tap(unit, heard))

    async def carry_out(
        self, unit: Unit, heard: Heard, tap: BroadcastBegun | InviteMade | Dismissed, *, message_id: int | None
    ) -> Done:
        """What waited for a code is done; how far a broadcast is stands in that message of ours."""
        done = await self._or_why_not(self._carry_out(unit, heard.sender, tap, message_id=message_id))
        answer = done.answer
        if answer.toast is not None:  # nothing was tapped, over which a note could float
            return replace(done, answer=Answer(say=(Message(answer.toast),)))
        if answer.edit is None:
            return done
        if isinstance(tap, BroadcastBegun) and message_id is not None:
            written = answer.edit.edit(heard.chat, message_id, captioned=False)
            return replace(done, answer=Answer(say=(broadcast_messages.begun(),), also=(written,)))
        return replace(done, answer=replace(answer, edit=None, say=(answer.edit,)))

    async def _or_why_not(self, doing: Awaitable[Done]) -> Done:
        try:
            return await doing
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
            case InviteMade() | Dismissed() | BroadcastBegun() as tap:
                return await self._with_code(unit, heard, tap)
            case admin_buttons.InviteRevoked(invite):
                await self._granting.revoke(unit, invite)
                return await self._people(unit, owner)
            case admin_buttons.DismissAsked(who):
                colleague = await self._granting.one_with_rights(unit, who, owner)
                return Done(Answer(edit=rights_messages.ask_to_dismiss(colleague)), who)
            case admin_buttons.BroadcastWanted():
                going = await self._broadcasting.going_out(unit)
                return Done(Answer(edit=broadcast_messages.overview(going)))
            case admin_buttons.BroadcastTicked(token):
                drafted = await self._broadcasting.tick(unit, token)
                return Done(Answer(edit=broadcast_messages.preview(drafted)), _named(token))
            case admin_buttons.BroadcastDropped(token):
                await self._broadcasting.drop(unit, token)
                return Done(Answer(edit=broadcast_messages.dropped()), _named(token))
            case admin_buttons.BroadcastCancelled(token):
                ended = await self._broadcasting.cancel(unit, token)
                return Done(Answer(edit=broadcast_messages.progress(ended)), _named(token))
            case _:
                raise NotYours

    async def _with_code(self, unit: Unit, heard: Heard, tap: BroadcastBegun | InviteMade | Dismissed) -> Done:
        about = await self._about(unit, heard.sender, tap)
        match await self._second_factor.ask(unit, heard.sender, ToTap(heard.tap, heard.message_id)):
            case Need.ASKED:
                return Done(Answer(say=(code_messages.ask_to_change(),)), about, Result.BEGUN)
            case Need.LACKS:
                return Done(Answer(say=(code_messages.lacks_app_for_that(),)), about, Result.REFUSED)
            case Need.NONE:
                return await self._carry_out(unit, heard.sender, tap, message_id=heard.message_id)

    async def _about(self, unit: Unit, owner: int, tap: BroadcastBegun | InviteMade | Dismissed) -> str:
        """What it is about, if it could be done at all: nobody is asked for a code in vain."""
        match tap:
            case InviteMade(role):
                return role
            case Dismissed(who):
                return (await self._granting.one_with_rights(unit, who, owner)).who
            case BroadcastBegun(token):
                await self._broadcasting.ready(unit, token)
                return _named(token)

    async def _carry_out(
        self, unit: Unit, owner: int, tap: BroadcastBegun | InviteMade | Dismissed, *, message_id: int | None
    ) -> Done:
        match tap:
            case InviteMade(role):
                fresh = await self._granting.invite(unit, owner, role)
                return Done(Answer(say=(rights_messages.invited(fresh, bot=self._bot()),)), role)
            case Dismissed(who):
                return await self._dismiss(unit, who)
            case BroadcastBegun(token):
                begun = await self._broadcasting.begin(unit, token, owner=owner, message_id=message_id)
                return Done(Answer(edit=broadcast_messages.progress(begun)), _named(token))

    async def _people(self, unit: Unit, owner: int) -> Done:
        return Done(Answer(edit=rights_messages.with_rights(await self._granting.with_rights(unit, owner))))

    async def _dismiss(self, unit: Unit, who: str) -> Done:
        gone = await self._granting.dismiss(unit, who)
        with speaking(await language_of(unit, gone.account)):
            menu = self._menus.for_admin(gone.account, gone.scopes) if gone.scopes else of_everybody(gone.account)
            also = (menu, rights_messages.was_dismissed().call(gone.account))
        return Done(Answer(edit=rights_messages.dismissed(gone), also=also), who)


def _noted(toast: str) -> Done:
    return Done(Answer(toast=toast), result=Result.FAILED)


def _named(token: str) -> str:
    return f"broadcast {token[:6]}"
