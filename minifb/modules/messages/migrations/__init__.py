"""The history of the tables of messages; a step never changes once it was released."""

from minifb.modules.messages.migrations import m0001_first, m0002_search, m0003_media

STEPS = (m0001_first, m0002_search, m0003_media)
