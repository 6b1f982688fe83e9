"""The command line: one program, one word for each thing an operator does."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import rich_click as click
from click.exceptions import Exit

from minifb.kernel.data.migrate import NewerDatabase
from minifb.kernel.data.sqlite import InUse
from minifb.kernel.settings import CONFIG_VARIABLE, CannotStart, Settings, load

CONFIG_FILE = "minifb.toml"
EX_CONFIG = 78
"""What sysexits.h calls "something is configured wrong"."""

click.rich_click.TEXT_MARKUP = "markdown"
click.rich_click.STYLE_OPTION = "bold cyan"
click.rich_click.MAX_WIDTH = 100


class Told:
    """What was said on the command line that is no setting of one command alone."""

    def __init__(self, config: Path | None, values: dict[str, Any]) -> None:
        """Keep the file's path and what overrides it."""
        self.config = config
        self.values = {name: value for name, value in values.items() if value is not None}

    def settings(self) -> Settings:
        """Read the effective settings."""
        from minifb.registry import MODULES

        return load(self.path(), os.environ, {module.name: module.settings for module in MODULES}, self.values)

    def path(self) -> Path | None:
        """Find the settings file: the one that was named, else `minifb.toml` here if there is one."""
        named = self.config or (Path(os.environ[CONFIG_VARIABLE]) if os.environ.get(CONFIG_VARIABLE) else None)
        if named is not None:
            return named
        return Path(CONFIG_FILE) if Path(CONFIG_FILE).is_file() else None


def where(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--data` and `--config`, and hand it the resulting `Told`."""

    @click.option("--data", metavar="DIR", help="Folder of the databases and keys. Default: `data`.")
    @click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings. Default: `minifb.toml`.")
    def wrapped(data: str | None, config: Path | None, **given: Any) -> Any:
        return command(Told(config, {"data.dir": data}), **given)

    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__click_params__ = [  # type: ignore[attr-defined]
        *wrapped.__click_params__,  # type: ignore[attr-defined]
        *getattr(command, "__click_params__", []),
    ]
    return wrapped


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="minifb", message="minifb %(version)s")
def cli() -> None:
    """A small social network you host yourself.

    **Begin** with `minifb serve`, open the address it prints, and follow the link that makes you the owner.
    Everything is kept in the folder `data`; copy it while the server is stopped and you have a backup.

    **Configure** in `minifb.toml` or with `MINIFB_…` variables; `minifb config` shows every setting, its value and
    where that came from. `minifb doctor` tells what is wrong.
    """


def commands() -> click.Group:
    """Give the whole command line: each file adds its commands when it is imported."""
    from minifb.cli import admin, chat, demo, docs, inspect, keys, media, search, serve  # noqa: F401

    return cli


def main() -> None:
    """Run the command line; what is configured wrong is said in one line and answered with exit code 78."""
    os.umask(0o077)  # whatever this program writes is for its own user alone
    try:
        commands()(standalone_mode=False)
    except Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except CannotStart as trouble:
        _refuse(trouble.why, trouble.remedy)
    except InUse as trouble:
        _refuse(str(trouble), "stop the server that uses it first, or name another folder with --data")
    except NewerDatabase as trouble:
        _refuse(str(trouble), "or put back the copy you made before the upgrade")


def _refuse(why: str, remedy: str) -> NoReturn:
    click.echo(f"minifb: {why.rstrip('.')}.\n        {remedy}", err=True)
    sys.exit(EX_CONFIG)
