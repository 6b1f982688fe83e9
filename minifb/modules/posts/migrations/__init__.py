"""The history of the tables of posts; a step never changes once it was released."""

from minifb.modules.posts.migrations import (
    m0001_first,
    m0002_audiences,
    m0003_audience_history,
    m0004_parts,
    m0005_reports,
    m0006_feed,
    m0007_media,
)

STEPS = (m0001_first, m0002_audiences, m0003_audience_history, m0004_parts, m0005_reports, m0006_feed, m0007_media)
