"""The steps of auth's tables, in order."""

from minifb.modules.auth.migrations import m0001_first

STEPS = (m0001_first,)
