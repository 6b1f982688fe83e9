"""Hook points: places where a plugin may have a word. A module declares them in its manifest, plugins fill them in.

class PostHooks:
    @hook_point
    def post_shown(self, post_id: str) -> str | None:
        \"\"\"Say something beside a post.\"\"\"
"""

from collections.abc import Callable, Iterable
from typing import Any

import pluggy

hook_point = pluggy.HookspecMarker("minifb")
"""Marks a method of a module's hook class as a place where plugins are called."""
hook = pluggy.HookimplMarker("minifb")
"""Marks a plugin's function that fills in a hook point."""


class Hooks:
    """All hook points of this process, and the plugins behind them."""

    def __init__(self, points: Iterable[Any], note: Callable[[BaseException], Any]) -> None:
        """Know these hook classes; `note` is told what a plugin raised."""
        self._manager = pluggy.PluginManager("minifb")
        self._note = note
        for point in points:
            self._manager.add_hookspecs(point)

    def register(self, plugin: Any, name: str) -> None:
        """Take a plugin in; one that fills in a hook nobody has is refused."""
        self._manager.register(plugin, name)
        self._manager.check_pending()

    def remove(self, name: str) -> None:
        """Let a plugin go."""
        self._manager.unregister(name=name)

    def call(self, point: str, **values: Any) -> list[Any]:
        """Ask every plugin; one that fails is noted and does not stop the others."""
        answers = []
        caller = getattr(self._manager.hook, point)
        for implementation in reversed(caller.get_hookimpls()):
            wanted = {name: values[name] for name in implementation.argnames}
            try:
                answer = implementation.function(**wanted)
            except Exception as error:  # noqa: BLE001 - a plugin is somebody else's code
                self._note(error)
                continue
            if answer is not None:
                answers.append(answer)
        return answers
