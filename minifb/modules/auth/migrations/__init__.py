"""The steps of auth's tables, in order."""

from minifb.modules.auth.migrations import m0001_first, m0002_community

STEPS = (m0001_first, m0002_community)
