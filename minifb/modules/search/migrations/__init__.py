"""The history of the tables of search; a step never changes once it was released."""

from minifb.modules.search.migrations import m0001_first

STEPS = (m0001_first,)
