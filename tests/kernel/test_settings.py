"""Settings: where values come from, and refusing what nobody knows."""

from pathlib import Path
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta

from minifb.kernel.settings import SECRET, CannotStart, Settings, explain, keys, load


class Shop(msgspec.Struct, frozen=True):
    """The settings of a module."""

    opens: Annotated[int, Meta(ge=0, le=23, description="Hour it opens.")] = 9
    goods: Annotated[tuple[str, ...], Meta(description="What it sells.")] = ()
    till: Annotated[str, Meta(extra=SECRET, description="Code of the till.")] = ""


OWN = {"shop": Shop, "yard": None}


def read(
    environ: dict[str, str] | None = None, file: Path | None = None, told: dict[str, object] | None = None
) -> Settings:
    """Load what a process with this environment would."""
    return load(file, environ or {}, OWN, told)


def refused(environ: dict[str, str] | None = None, file: Path | None = None) -> CannotStart:
    """Give what loading says no with."""
    with pytest.raises(CannotStart) as refusal:
        read(environ, file)
    return refusal.value


def test_nothing_configured_is_everything_here() -> None:
    """Without a file and without variables everything has its default."""
    settings = read()
    assert (settings.server.port, settings.bus.backend, settings.cache) == (3000, "local", True)
    assert settings.modules["shop"].own == Shop()


def test_the_command_line_wins_over_the_environment_over_the_file(tmp_path: Path) -> None:
    """Each place overrides the ones below it, and says so."""
    file = tmp_path / "minifb.toml"
    file.write_text('[server]\nport = 1\nhost = "a"\n[data]\ndir = "x"\n[modules.shop]\nopens = 7\n')
    settings = read({"MINIFB_SERVER_HOST": "b", "MINIFB_DATA_DIR": "y"}, file, {"data.dir": "z"})
    assert (settings.server.port, settings.server.host, settings.data.dir) == (1, "b", "z")
    origins = [settings.origins[key] for key in ("server.port", "server.host", "data.dir", "modules.shop.opens")]
    assert origins == [str(file), "MINIFB_SERVER_HOST", "command line", str(file)]


@pytest.mark.parametrize(("text", "on"), [("off", False), ("FALSE", False), ("0", False), ("yes", True), ("on", True)])
def test_a_switch_is_read_as_people_write_it(text: str, on: bool) -> None:
    """MINIFB_CACHE=off switches it off."""
    assert read({"MINIFB_CACHE": text}).cache is on


def test_a_list_is_written_with_commas() -> None:
    """MINIFB_…=a,b is a list of two."""
    own = read({"MINIFB_MODULES_SHOP_GOODS": "bread, milk"}).modules["shop"].own
    assert own == Shop(goods=("bread", "milk"))


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    """MINIFB_…_FILE names a file whose content is the value, without the line's end."""
    (tmp_path / "till").write_text("4711\n")
    settings = read({"MINIFB_MODULES_SHOP_TILL_FILE": str(tmp_path / "till")})
    assert settings.modules["shop"].own == Shop(till="4711")


@pytest.mark.parametrize(
    ("variable", "meant"),
    [("MINIFB_SERVR_PORT", "MINIFB_SERVER_PORT"), ("MINIFB_MODULES_SHOP_OPEN", "MINIFB_MODULES_SHOP_OPENS")],
)
def test_an_unknown_variable_names_the_nearest_right_one(variable: str, meant: str) -> None:
    """A typo in the environment stops the start and says what was probably meant."""
    trouble = refused({variable: "1"})
    assert variable in trouble.why
    assert meant in trouble.remedy


@pytest.mark.parametrize(
    ("text", "meant"), [("[servr]\nport=1", "server"), ("[modules.shop]\nopen=1", "modules.shop.opens")]
)
def test_an_unknown_key_names_the_file_and_the_nearest_right_one(tmp_path: Path, text: str, meant: str) -> None:
    """A typo in the file stops the start and says what was probably meant."""
    file = tmp_path / "minifb.toml"
    file.write_text(text)
    trouble = refused(file=file)
    assert str(file) in trouble.why
    assert meant in trouble.remedy


@pytest.mark.parametrize("text", ["port", "70000", "-1", "1.5", ""])
def test_a_value_that_does_not_fit_says_what_it_should_be(text: str) -> None:
    """A wrong value stops the start and repeats what the setting is for."""
    trouble = refused({"MINIFB_SERVER_PORT": text})
    assert "MINIFB_SERVER_PORT" in trouble.why
    assert "Port to listen on" in trouble.remedy


def test_what_does_not_fit_is_not_shown_when_it_is_secret(tmp_path: Path) -> None:
    """A secret never appears in an error."""
    file = tmp_path / "minifb.toml"
    file.write_text("[modules.shop]\ntill = 47110815\n")
    assert "47110815" not in str(refused(file=file))


@pytest.mark.parametrize("file", ["nowhere.toml", "broken.toml"])
def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path, file: str) -> None:
    """A settings file that was named but is missing or broken is not ignored."""
    (tmp_path / "broken.toml").write_text("[server\n")
    assert file in refused(file=tmp_path / file).why


def test_what_kubernetes_sets_is_not_ours() -> None:
    """Addresses that Kubernetes puts into the environment stop nothing and change nothing."""
    settings = read(
        {
            "MINIFB_SERVICE_HOST": "10.0.0.1",
            "MINIFB_PORT": "tcp://10.0.0.1:80",
            "MINIFB_SERVER_PORT": "tcp://10.0.0.1:80",
        }
    )
    assert settings.server.port == 3000


def test_explaining_masks_secrets() -> None:
    """`minifb config` shows every value and where it came from, but no secret and no password in an address."""
    settings = read({"MINIFB_MODULES_SHOP_TILL": "4711", "MINIFB_MODULES_YARD_DATABASE": "postgresql://me:pw@db/yard"})
    told = {row.key.name: (row.value, row.origin) for row in explain(settings, OWN)}
    assert told["modules.shop.till"] == ("…", "MINIFB_MODULES_SHOP_TILL")
    assert told["modules.yard.database"][0] == "postgresql://me:…@db/yard"
    assert told["server.port"] == ("3000", "default")
    assert set(told) == {key.name for key in keys(OWN)}


@pytest.mark.parametrize(
    ("told", "url"),
    [({"server.host": "0.0.0.0"}, "http://localhost:3000"), ({"server.public_url": "https://a.b"}, "https://a.b")],
)
def test_the_public_address_follows_host_and_port_unless_it_is_set(told: dict[str, object], url: str) -> None:
    """Links work on the machine itself without configuring anything."""
    assert read(told=told).server.public_url == url
