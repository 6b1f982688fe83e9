"""Keys: one master key, everything derived from it."""

import stat
from pathlib import Path

import pytest

from minifb.kernel.crypto import Keys, SealBroken
from minifb.kernel.settings import CannotStart

KEYS = Keys(bytes(range(32)))


def test_the_first_run_makes_a_key_that_nobody_else_can_read(tmp_path: Path) -> None:
    """The master key is made once, mode 0600, and is the same at every later start."""
    data = tmp_path / "data"
    first = Keys.load(data, databases_exist=False)
    path = data / "master.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in data.iterdir()] == ["master.key"]
    assert Keys.load(data, databases_exist=True).derive("x") == first.derive("x")


def test_a_missing_key_beside_databases_refuses_to_start(tmp_path: Path) -> None:
    """A second key is never made where the first one is needed."""
    with pytest.raises(CannotStart, match="put the key back"):
        Keys.load(tmp_path, databases_exist=True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """A key that leaked to the machine's other users is not used, and the remedy is named."""
    Keys.load(tmp_path, databases_exist=False)
    (tmp_path / "master.key").chmod(mode)
    with pytest.raises(CannotStart, match="chmod 600"):
        Keys.load(tmp_path, databases_exist=True)


@pytest.mark.parametrize("text", ["", "00", "zz" * 32, "ab" * 31, "ä"])
def test_a_broken_key_file_is_refused(tmp_path: Path, text: str) -> None:
    """Half a key is no key."""
    path = tmp_path / "master.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(CannotStart):
        Keys.load(tmp_path, databases_exist=True)


def test_each_purpose_has_a_key_of_its_own() -> None:
    """What is made for one purpose is worth nothing for another."""
    assert KEYS.derive("a") == KEYS.derive("a") != KEYS.derive("b")
    assert not KEYS.check("b", KEYS.mac("a", "x"), "x")


def test_a_signature_covers_where_each_part_ends() -> None:
    """Moving a letter from one part to the next breaks the signature."""
    mac = KEYS.mac("p", "ab", b"c")
    assert KEYS.check("p", mac, "ab", "c")
    assert not KEYS.check("p", mac, "a", "bc")
    assert not KEYS.check("p", mac, "abc")


def test_what_is_sealed_opens_only_in_its_place() -> None:
    """A sealed secret that is moved to another row, changed or cut does not open."""
    sealed = KEYS.seal("totp", b"seed", "ann")
    assert b"seed" not in sealed
    assert KEYS.open("totp", sealed, "ann") == b"seed"
    spoiled = [sealed[:-1], b"\x02" + sealed[1:], sealed[:-1] + bytes([sealed[-1] ^ 1]), b"", b"\x01"]
    for purpose, body, context in [
        ("totp", sealed, "bob"),
        ("other", sealed, "ann"),
        *(("totp", s, "ann") for s in spoiled),
    ]:
        with pytest.raises(SealBroken):
            KEYS.open(purpose, body, context)


def test_sealing_twice_looks_different() -> None:
    """Equal secrets cannot be told from their seals."""
    assert KEYS.seal("p", b"same", "c") != KEYS.seal("p", b"same", "c")
