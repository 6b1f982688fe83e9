"""The history of the tables of notifications; a step never changes once it was released."""

from minifb.modules.notifications.migrations import m0001_first

STEPS = (m0001_first,)
