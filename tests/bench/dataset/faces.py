"""Who there is: ids, names and instants of the members, guests among them who registered over the front door."""

import random
from array import array
from typing import Any

import msgspec

from minifb.kernel.ids import id_at

DAY_US = 86_400_000_000
TOLD_FIRST = """Ada Ben Cleo Dan Eva Finn Gus Hana Ivo June Kai Lea Max Nora Otto Pia Quin Rosa Sam Tess Uma Vera Will
Xenia Yara Zoe Anton Bela Carl Dora Emil Frida Greta Hugo Ines Jonas Klara Lars Mila Nils"""
TOLD_LAST = """Abel Berg Conti Dahl Ehlers Fischer Garcia Horn Ito Jansen Keller Lund Moreau Novak Olsen Park Quist
Rossi Silva Torres Ueda Vogel Weber Xu Yilmaz Zeman Adler Brandt Castro Duarte Engel Ferrer Grimm Haas"""
FIRST, LAST = TOLD_FIRST.split(), TOLD_LAST.split()


class Faces:
    """The members by number, in the order in which they joined; guests sit at regular places among them."""

    def __init__(self, members: int, guests: list[dict[str, Any]], now: int, chance: random.Random) -> None:
        """Give everybody an id and a day to have joined; guests keep theirs."""
        self.now = now
        self.joined = array("q", (now - 300 * DAY_US + 200 * DAY_US * number // members for number in range(members)))
        self.guests = {number * members // len(guests): guest for number, guest in enumerate(guests)}
        self.ids = [id_at(instant, chance.getrandbits(74)) for instant in self.joined]
        for number, guest in self.guests.items():
            self.ids[number] = guest["id"]
        self.members = [number for number in range(members) if number not in self.guests]

    def username(self, number: int) -> str:
        """Name a member."""
        return f"member{number:06d}"

    def names(self, number: int) -> tuple[str, str]:
        """Give first and last name of a member."""
        return FIRST[number * 7 % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]

    def card(self, number: int) -> bytes:
        """Write the card of a member as posts keeps it."""
        first, last = self.names(number)
        card = {"id": self.ids[number], "username": self.username(number), "firstName": first, "lastName": last}
        return msgspec.json.encode(card | {"avatar": None})
