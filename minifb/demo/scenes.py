"""Scenes: what the people of a demo photograph. Each is drawn from a chance alone, so the same seed draws it again."""

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

Colour = tuple[int, int, int]
Size = tuple[int, int]

SKIES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((74, 144, 206), (156, 205, 235), (235, 244, 245)),  # noon
    ((86, 92, 150), (232, 142, 122), (252, 208, 150)),  # evening
    ((120, 150, 190), (245, 205, 190), (255, 232, 205)),  # morning
    ((52, 62, 110), (150, 96, 140), (240, 150, 120)),  # dusk
    ((140, 160, 175), (190, 203, 210), (222, 228, 230)),  # a grey day
)
LANDS: tuple[Colour, ...] = ((58, 96, 72), (84, 112, 58), (70, 84, 110), (120, 96, 60), (66, 110, 100))
BRIGHT: tuple[Colour, ...] = (
    *((233, 92, 84), (244, 164, 66), (250, 210, 90), (120, 178, 110)),
    *((84, 150, 196), (150, 110, 180), (236, 140, 170)),
)
WALLS: tuple[Colour, ...] = ((236, 220, 196), (214, 170, 140), (190, 110, 90), (226, 200, 120), (170, 190, 200))
SKINS: tuple[Colour, ...] = ((250, 220, 195), (238, 196, 160), (214, 165, 125), (165, 115, 80), (115, 78, 55))
HAIRS: tuple[Colour, ...] = (
    (40, 30, 28),
    (84, 56, 38),
    (150, 100, 56),
    (214, 170, 100),
    (150, 70, 50),
    (190, 190, 192),
)


class Paper:
    """What is drawn on; twice as large as it will be, so that edges are smooth."""

    def __init__(self, size: Size, stops: Sequence[Colour]) -> None:
        """Begin with colours that run from top to bottom."""
        from PIL import Image, ImageDraw

        self.size = size
        self.width, self.height = size[0] * 2, size[1] * 2
        column = Image.new("RGB", (1, len(stops)))
        column.putdata(list(stops))
        self.image: Image.Image = column.resize((self.width, self.height), Image.Resampling.BICUBIC)
        self.draw: ImageDraw.ImageDraw = ImageDraw.Draw(self.image, "RGBA")

    def disc(self, at: tuple[float, float], radius: float, colour: Sequence[int]) -> None:
        """Draw a disc; places are shares of the paper, a radius is a share of its height."""
        x, y, r = at[0] * self.width, at[1] * self.height, radius * self.height
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(colour))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Sequence[int]) -> None:
        """Draw a rectangle."""
        corners = (left * self.width, top * self.height, right * self.width, bottom * self.height)
        self.draw.rectangle(corners, fill=tuple(colour))

    def shape(self, points: Sequence[tuple[float, float]], colour: Sequence[int]) -> None:
        """Draw a shape with corners."""
        self.draw.polygon([(x * self.width, y * self.height) for x, y in points], fill=tuple(colour))

    def finished(self) -> "Image.Image":
        """Give what was drawn."""
        return self.image.reduce(2)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Mix two colours."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def ridge(paper: Paper, chance: Random, base: float, rise: float, colour: Colour) -> Callable[[float], float]:
    """Draw hills up to a wavy line; give the line."""
    waves = [(chance.uniform(1, 7), chance.uniform(0, math.tau), rise / (n + 1.3)) for n in range(5)]

    def line(x: float) -> float:
        return base - sum(high * math.sin(x * often + begin) for often, begin, high in waves)

    points = [(at / 60, line(at / 60)) for at in range(61)]
    paper.shape([(0, 1), *points, (1, 1)], colour)
    return line


def landscape(paper: Paper, chance: Random, sky: Sequence[Colour], down_to: float = 1.0) -> None:
    """Draw a sun and hills behind hills, the near ones darker."""
    sun = (chance.uniform(0.15, 0.85), chance.uniform(0.2, 0.45) * down_to)
    for wide, light in ((0.16, 30), (0.11, 50), (0.06, 235)):
        paper.disc(sun, wide, (255, 245, 215, light))
    land = chance.choice(LANDS)
    for depth in range(1, 5):
        base = (0.37 + 0.13 * depth) * down_to
        line = ridge(paper, chance, base, 0.05 * down_to, mixed(sky[-1], land, depth * 0.225))
        if depth == 4:
            trees(paper, chance, line, land, down_to)


def trees(paper: Paper, chance: Random, line: Callable[[float], float], land: Colour, down_to: float) -> None:
    """Plant firs on a hill."""
    for _ in range(chance.randint(6, 22)):
        x, tall = chance.random(), chance.uniform(0.05, 0.12) * down_to
        foot = line(x) + 0.01
        tree = mixed(land, (20, 40, 30), chance.uniform(0.4, 0.8))
        for part in range(3):
            top, wide = foot - tall * (0.5 + part * 0.28), tall * (0.26 - part * 0.06)
            paper.shape([(x, top - tall * 0.12), (x - wide, top + tall * 0.4), (x + wide, top + tall * 0.4)], tree)


def hills(size: Size, chance: Random) -> "Image.Image":
    """A view over the hills."""
    sky = chance.choice(SKIES)
    paper = Paper(size, sky)
    landscape(paper, chance, sky)
    return paper.finished()


def lake(size: Size, chance: Random) -> "Image.Image":
    """Hills that are seen twice."""
    from PIL import Image, ImageOps

    sky, shore = chance.choice(SKIES), 0.58
    paper = Paper(size, sky)
    landscape(paper, chance, sky, shore)
    edge = round(paper.height * shore)
    above = paper.image.crop((0, 0, paper.width, edge))
    below = ImageOps.flip(above).resize((paper.width, paper.height - edge))
    paper.image.paste(
        Image.blend(below, Image.new("RGB", below.size, mixed(sky[0], (30, 60, 80), 0.6)), 0.35), (0, edge)
    )
    for _ in range(90):
        y, x, wide = chance.uniform(shore, 1), chance.random(), chance.uniform(0.02, 0.14)
        paper.box(x, y, x + wide, y + 0.002, (255, 255, 255, 40))
    return paper.finished()


def sea(size: Size, chance: Random) -> "Image.Image":
    """The sun over water, and a boat."""
    sky, line = chance.choice(SKIES), chance.uniform(0.5, 0.62)
    paper = Paper(size, sky)
    sun = chance.uniform(0.2, 0.8)
    for wide, light in ((0.2, 30), (0.12, 60), (0.07, 240)):
        paper.disc((sun, line - 0.08), wide, (255, 240, 205, light))
    water = mixed(sky[0], (20, 70, 100), 0.5)
    for step in range(40):
        top = line + (1 - line) * step / 40
        paper.box(0, top, 1, 1, mixed(mixed(water, sky[1], 0.5), mixed(water, (10, 30, 50), 0.5), step / 40))
    for _ in range(220):
        far = chance.random()
        wide = (0.01 + 0.12 * far) * chance.uniform(0.2, 1)
        x, y = sun + chance.gauss(0, 0.03 + 0.1 * far), line + (1 - line) * far
        paper.box(x - wide / 2, y, x + wide / 2, y + 0.002 + 0.004 * far, (255, 240, 205, 110))
    x, y, tall = chance.uniform(0.15, 0.85), line + 0.05, chance.uniform(0.12, 0.2)
    paper.shape(
        [(x - tall * 0.3, y), (x + tall * 0.3, y), (x + tall * 0.2, y + 0.03), (x - tall * 0.2, y + 0.03)], (70, 50, 46)
    )
    paper.shape([(x + 0.004, y - tall), (x + 0.004, y - 0.008), (x + tall * 0.34, y - 0.008)], (250, 248, 240))
    paper.shape(
        [(x - 0.004, y - tall * 0.9), (x - 0.004, y - 0.008), (x - tall * 0.24, y - 0.008)], chance.choice(BRIGHT)
    )
    return paper.finished()


def forest(size: Size, chance: Random) -> "Image.Image":
    """Trunks in the mist."""
    light = chance.choice(((232, 236, 200), (226, 214, 180), (206, 222, 222)))
    green = chance.choice(LANDS)
    paper = Paper(size, (mixed(light, green, 0.5), light, mixed(light, green, 0.3)))
    for depth in range(5):
        colour = mixed(light, mixed(green, (30, 26, 22), 0.6), 0.2 + depth * 0.17)
        for _ in range(9 - depth):
            x, wide = chance.random(), 0.004 + depth * 0.006 * chance.uniform(0.7, 1.4)
            lean = chance.uniform(-0.02, 0.02)
            paper.shape([(x - wide, 1), (x + wide, 1), (x + lean + wide * 0.7, 0), (x + lean - wide * 0.7, 0)], colour)
        ridge(paper, chance, 0.8 + depth * 0.05, 0.012, mixed(light, green, 0.3 + depth * 0.15))
        for _ in range(26):
            paper.disc(
                (chance.random(), chance.uniform(-0.05, 0.25)),
                0.03 + depth * 0.012,
                (*mixed(light, green, 0.3 + depth * 0.15), 120),
            )
    return paper.finished()


def flowers(size: Size, chance: Random) -> "Image.Image":
    """A bed in bloom."""
    paper = Paper(size, ((150, 196, 120), (96, 150, 84), (46, 92, 56)))
    for _ in range(220):
        x, y = chance.random(), chance.uniform(0.1, 1.1)
        paper.shape([(x, y), (x + 0.006, y), (x + chance.uniform(-0.03, 0.03), y - 0.14)], (60, 110, 60, 150))
    colours = chance.sample(BRIGHT, 3)
    for row in range(34):
        x, y, wide = chance.random(), 0.12 + row / 36, 0.014 + 0.045 * row / 34
        petals, colour = chance.choice((5, 6, 8)), chance.choice(colours)
        for petal in range(petals):
            turn = math.tau * petal / petals + row
            at = (x + math.cos(turn) * wide * size[1] / size[0], y + math.sin(turn) * wide)
            paper.disc(at, wide * 0.72, mixed(colour, (255, 255, 255), 0.15 * (petal % 2)))
        paper.disc((x, y), wide * 0.55, (250, 214, 96))
    return paper.finished()


def street(size: Size, chance: Random) -> "Image.Image":
    """A row of houses."""
    sky = chance.choice(SKIES)
    paper = Paper(size, sky)
    lit = sky[0][0] < 100
    left = -0.03
    while left < 1:
        wide, top = chance.uniform(0.13, 0.21), chance.uniform(0.3, 0.48)
        wall = mixed(chance.choice(WALLS), sky[0], 0.25)
        roof = mixed((130, 66, 52), chance.choice(LANDS), chance.uniform(0, 0.5))
        paper.shape(
            [(left - 0.01, top), (left + wide / 2, top - chance.uniform(0.08, 0.16)), (left + wide + 0.01, top)], roof
        )
        paper.box(left, top, left + wide, 0.86, wall)
        for floor in range(3):
            for at in range(2):
                x, y = left + wide * (0.18 + 0.42 * at), top + 0.05 + floor * 0.14
                glass = (255, 224, 140) if lit and chance.random() < 0.6 else (88, 110, 130)
                paper.box(x, y, x + wide * 0.22, y + 0.085, (245, 242, 236))
                paper.box(x + 0.004, y + 0.006, x + wide * 0.22 - 0.004, y + 0.079, glass)
        left += wide
    paper.box(0, 0.86, 1, 0.9, (150, 146, 140))
    paper.box(0, 0.9, 1, 1, (92, 92, 98))
    for at in range(8):
        paper.box(at / 8 + 0.02, 0.945, at / 8 + 0.08, 0.953, (226, 224, 214))
    return paper.finished()


def lights(size: Size, chance: Random) -> "Image.Image":
    """An evening with many lights, out of focus."""
    paper = Paper(size, ((24, 22, 48), (58, 34, 70), (110, 56, 70)))
    for _ in range(70):
        colour = mixed(chance.choice(BRIGHT), (255, 235, 190), 0.4)
        at, wide = (chance.random(), chance.betavariate(3, 2)), chance.uniform(0.02, 0.09)
        paper.disc(at, wide, (*colour, 40))
        paper.disc(at, wide * 0.85, (*colour, 55))
    return paper.finished()


def cake(size: Size, chance: Random) -> "Image.Image":
    """A cake with candles."""
    wall = chance.choice(BRIGHT)
    paper = Paper(size, (mixed(wall, (255, 255, 255), 0.75), mixed(wall, (255, 255, 255), 0.55)))
    paper.box(0, 0.78, 1, 1, (176, 128, 92))
    paper.draw.ellipse(
        [v * s for v, s in zip((0.18, 0.76, 0.82, 0.9), (paper.width, paper.height) * 2, strict=True)],
        fill=(246, 246, 244),
    )
    cream, sponge = mixed(chance.choice(BRIGHT), (255, 250, 240), 0.6), (196, 140, 88)
    for layer in range(3):
        paper.box(0.27, 0.48 + layer * 0.11, 0.73, 0.59 + layer * 0.11, sponge)
        paper.box(0.27, 0.48 + layer * 0.11, 0.73, 0.515 + layer * 0.11, cream)
    for blob in range(9):
        paper.disc((0.27 + 0.46 * (blob + 0.5) / 9, 0.5 + chance.uniform(0.01, 0.05)), 0.035, cream)
    for candle in range(chance.randint(4, 8)):
        x = 0.32 + candle * 0.36 / 7
        paper.box(x - 0.006, 0.36, x + 0.006, 0.485, BRIGHT[candle % len(BRIGHT)])
        paper.disc((x, 0.335), 0.03, (255, 200, 90, 90))
        paper.shape([(x, 0.3), (x - 0.009, 0.345), (x + 0.009, 0.345)], (255, 176, 60))
    return paper.finished()


def dish(size: Size, chance: Random) -> "Image.Image":
    """A plate, from above."""
    cloth = chance.choice(BRIGHT)
    paper = Paper(size, (mixed(cloth, (120, 90, 70), 0.5), mixed(cloth, (90, 70, 60), 0.6)))
    for stripe in range(12):
        paper.box(stripe / 12, 0, stripe / 12 + 0.04, 1, (255, 255, 255, 22))
    centre = (0.5, 0.5)
    for wide, colour in (
        (0.42, (40, 34, 30, 60)),
        (0.41, (248, 247, 243)),
        (0.33, (236, 234, 228)),
        (0.32, (243, 241, 236)),
    ):
        paper.disc(centre, wide, colour)
    for _ in range(90):
        turn, far = chance.random() * math.tau, 0.27 * math.sqrt(chance.random())
        at = (0.5 + math.cos(turn) * far * size[1] / size[0], 0.5 + math.sin(turn) * far)
        paper.disc(
            at, chance.uniform(0.015, 0.045), mixed(chance.choice(BRIGHT[:4]), (150, 90, 50), chance.random() * 0.6)
        )
    return paper.finished()


def cat(size: Size, chance: Random) -> "Image.Image":
    """The cat."""
    wall = mixed(chance.choice(BRIGHT), (245, 240, 230), 0.7)
    paper = Paper(size, (wall, mixed(wall, (160, 150, 140), 0.4)))
    fur = chance.choice(((60, 58, 62), (214, 150, 84), (150, 140, 132), (236, 226, 212), (110, 84, 64)))
    wide = size[1] / size[0]
    paper.disc((0.5, 1.15), 0.5, fur)
    for side in (-1, 1):
        ear = [(0.5 + side * 0.27 * wide, 0.2), (0.5 + side * 0.06 * wide, 0.36), (0.5 + side * 0.28 * wide, 0.52)]
        paper.shape(ear, fur)
        paper.shape([(0.5 + (x - 0.5) * 0.86, y * 0.9 + 0.055) for x, y in ear], mixed(fur, (240, 170, 170), 0.6))
    paper.disc((0.5, 0.54), 0.28, fur)
    for stripe in (-0.03, 0.0, 0.03):
        corners = [(0.492 + stripe, 0.27), (0.508 + stripe, 0.27), (0.5 + stripe * 0.87, 0.37)]
        paper.shape(corners, mixed(fur, (20, 18, 20), 0.5))
    eyes = chance.choice(((120, 190, 90), (230, 190, 70), (110, 170, 220)))
    for side in (-1, 1):
        at = (0.5 + side * 0.12 * wide, 0.5)
        paper.disc(at, 0.055, eyes)
        paper.box(at[0] - 0.008, 0.462, at[0] + 0.008, 0.538, (20, 20, 24))
        paper.disc((at[0] + 0.008, 0.482), 0.011, (255, 255, 255))
        for whisker in range(3):
            y = 0.6 + whisker * 0.03
            points = [
                (0.5 + side * 0.07 * wide, 0.62),
                (0.5 + side * 0.36 * wide, y - 0.02),
                (0.5 + side * 0.36 * wide, y - 0.016),
            ]
            paper.shape(points, (250, 250, 250, 190))
    paper.shape([(0.48, 0.58), (0.52, 0.58), (0.5, 0.615)], (226, 130, 130))
    return paper.finished()


def pitch(size: Size, chance: Random) -> "Image.Image":
    """A football on its way."""
    paper = Paper(size, SKIES[chance.choice((0, 2, 4))])
    ridge(paper, chance, 0.42, 0.02, mixed(chance.choice(LANDS), (200, 220, 220), 0.3))
    for step in range(8):
        top = 0.45 + 0.55 * (step / 8) ** 1.5
        paper.box(0, top, 1, 1, ((96, 160, 84), (84, 148, 74))[step % 2])
    left = chance.uniform(0.25, 0.55)
    for bar in ((left, 0.3, left + 0.01, 0.52), (left + 0.24, 0.3, left + 0.25, 0.52), (left, 0.3, left + 0.25, 0.315)):
        paper.box(*bar, (250, 250, 250))
    at, wide = (chance.uniform(0.2, 0.8), chance.uniform(0.6, 0.8)), 0.09
    paper.disc((at[0], at[1] + wide), wide * 0.9, (40, 70, 40, 60))
    paper.disc(at, wide, (248, 248, 246))
    for spot in range(6):
        turn = spot * math.tau / 5
        far = 0.0 if spot == 5 else wide * 0.72
        paper.disc(
            (at[0] + math.cos(turn) * far * size[1] / size[0], at[1] + math.sin(turn) * far), wide * 0.22, (44, 44, 50)
        )
    return paper.finished()


def face(size: Size, chance: Random) -> "Image.Image":
    """Somebody."""
    behind = chance.choice(BRIGHT)
    paper = Paper(size, (mixed(behind, (255, 255, 255), 0.5), behind))
    skin, hair, shirt = chance.choice(SKINS), chance.choice(HAIRS), chance.choice(BRIGHT)
    long = chance.random() < 0.5
    if long:
        paper.disc((0.5, 0.42), 0.27, hair)
        paper.box(0.23, 0.42, 0.77, 0.82, hair)
    paper.disc((0.5, 1.12), 0.4, mixed(shirt, (60, 60, 80), 0.35))
    paper.box(0.43, 0.58, 0.57, 0.78, mixed(skin, (120, 70, 50), 0.2))
    paper.disc((0.5, 0.45), 0.22, skin)
    fringe = [v * paper.width for v in (0.265, 0.165, 0.735, 0.63)]
    paper.draw.pieslice(fringe, 178 + chance.randint(0, 10), 352 + chance.randint(0, 10), fill=hair)
    if not long and chance.random() < 0.35:  # a beard
        paper.draw.chord([v * paper.width for v in (0.28, 0.24, 0.72, 0.68)], 25, 155, fill=hair)
    glasses = chance.random() < 0.2
    for side in (-1, 1):
        if glasses:
            paper.disc((0.5 + side * 0.09, 0.47), 0.062, (40, 40, 46))
            paper.disc((0.5 + side * 0.09, 0.47), 0.054, mixed(skin, (255, 255, 255), 0.35))
        paper.disc((0.5 + side * 0.085, 0.47), 0.018, (44, 38, 40))
    smile = [v * paper.width for v in (0.43, 0.51, 0.57, 0.6)]
    paper.draw.arc(smile, 15, 165, fill=(150, 60, 60), width=round(paper.width * 0.014))
    return paper.finished()


SCENES: dict[str, Callable[[Size, Random], "Image.Image"]] = {
    drawn.__name__: drawn for drawn in (hills, lake, sea, forest, flowers, street, lights, cake, dish, cat, pitch, face)
}
