"""What is found out before anything is made: whether these modules, set up like this, could work together."""

from collections.abc import Sequence

from minifb.kernel.module import Module
from minifb.kernel.settings import CannotStart, Settings
from minifb.registry import MODULES


def served(names: Sequence[str]) -> tuple[Module, ...]:
    """Find the modules by name; none named means all that are built."""
    known = {module.name: module for module in MODULES}
    for name in names:
        if name not in known:
            raise CannotStart(f"there is no module {name}", f"the modules are {', '.join(known)}")
        if known[name].status == "planned":
            raise CannotStart(f"{name} is planned and not built yet", "leave it out")
    return tuple(module for module in MODULES if (module.name in names if names else module.status == "built"))


def check(settings: Settings, modules: tuple[Module, ...]) -> None:
    """Find out before the start what could not work, and say which setting is missing."""
    here = {module.name for module in modules}
    built = {module.name: module for module in MODULES if module.status == "built"}
    for module in modules:
        for other in built.values():
            if other.answers not in module.asks or other.name in here:
                continue
            if not settings.modules[other.name].at:
                raise CannotStart(
                    f"{module.name} asks {other.name}, which is neither served here nor given an address",
                    f"serve it here too, or set modules.{other.name}.at",
                )
            if not settings.server.internal_token:
                raise CannotStart(
                    f"{module.name} asks {other.name} elsewhere, but the processes share no secret",
                    "set server.internal_token to the same long random text everywhere",
                )
        if (settings.modules[module.name].bus or settings.bus.backend) != "local":
            raise CannotStart(
                f"{module.name} is set to RabbitMQ, which this version does not speak yet",
                'set bus.backend = "local" and serve all modules in one process',
            )
        sources = {event.__module__.split(".")[-2] for event in (consume.event for consume in module.consumes)}
        for source in sorted((sources & built.keys()) - here):
            raise CannotStart(
                f"{module.name} runs apart from {source}, whose events it needs, but the bus is local",
                "set bus.backend",
            )
