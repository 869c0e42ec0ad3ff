"""The paths on which something can reach a person, and the places that hold what a day says, taken from the code itself."""

import ast
from collections.abc import Iterator
from typing import get_args

from bot.chat import buttons
from bot.chat.menus import Menus
from bot.chat.turn import Kind
from curriculum.nudge import NudgeKind
from tests.test_layers import ALL


def paths() -> set[str]:
    """Everything that makes the bot say something: what people can do, and the nudges that come by themselves."""
    taps = {f"tap {kind.__name__}" for kind in get_args(buttons.Tap)}
    told = {f"told {kind}" for kind in Kind if kind not in (Kind.TAP, Kind.COMMAND)}
    return taps | told | {f"command {name}" for name in commands()} | {f"nudge {kind}" for kind in NudgeKind}


def commands() -> set[str]:
    """Every command that the chat knows by name, whether the menus show it or not."""
    menu = [*Menus(study=True).for_everybody().params["commands"], *Menus(study=True).for_admin(1).params["commands"]]
    found = {command["command"] for command in menu}
    for module in ALL:
        if module.is_in("bot.chat"):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Match) and _reads_a_command(node.subject):
                    found |= {text for case in node.cases for text in _texts(case.pattern, module.tree)}
                if isinstance(node, ast.Compare) and _reads_a_command(node.left):
                    found |= {text for side in node.comparators for text in _texts(side, module.tree)}
    return found


def users_of(*names: str) -> set[str]:
    """The functions outside `curriculum` that call one of these, by a plain name or as a method with an argument."""
    return {
        where
        for where, node in _nodes()
        if isinstance(node, ast.Call) and (node.args or isinstance(node.func, ast.Name)) and _called(node) in names
    }


def readers_of(*names: str) -> set[str]:
    """The functions outside `curriculum` that read an attribute of one of these names without calling it."""
    called = {id(node.func) for _, node in _nodes() if isinstance(node, ast.Call)}
    return {
        where
        for where, node in _nodes()
        if isinstance(node, ast.Attribute) and node.attr in names and id(node) not in called
    }


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    """Everything in `bot` and `storage` but the pretend Telegram, each with the function it stands in."""
    for module in ALL:
        if module.is_in("bot", "storage") and not module.is_in("bot.sandbox"):
            yield from _within(module.tree, module.name)


def _within(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        yield where, child
        named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        yield from _within(child, f"{where}.{child.name}" if named else where)


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _reads_a_command(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "command"


def _texts(node: ast.AST, module: ast.Module) -> set[str]:
    """The texts in a piece of code, also by the name of a constant of its module."""
    named = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    constants = (each for each in module.body if isinstance(each, ast.AnnAssign) and ast.unparse(each.target) in named)
    found = (each for part in (node, *constants) for each in ast.walk(part) if isinstance(each, ast.Constant))
    return {each.value for each in found if isinstance(each.value, str) and each.value}
