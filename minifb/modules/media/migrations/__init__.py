"""The history of the tables of media; a step never changes once it was released."""

from minifb.modules.media.migrations import m0001_first

STEPS = (m0001_first,)
