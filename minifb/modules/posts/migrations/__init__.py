"""The history of the tables of posts; a step never changes once it was released."""

from minifb.modules.posts.migrations import m0001_first, m0002_audiences

STEPS = (m0001_first, m0002_audiences)
