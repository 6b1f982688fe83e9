"""The history of the tables of users; a step never changes once it was released."""

from minifb.modules.users.migrations import m0001_first, m0002_profiles, m0003_circles, m0004_pictures, m0005_reports

STEPS = (m0001_first, m0002_profiles, m0003_circles, m0004_pictures, m0005_reports)
