"""The routes of messages: decode, one use case, encode; one file per noun."""

from minifb.kernel.http.policy import Route
from minifb.modules.messages.api import (
    choices,
    conversations,
    history,
    messages,
    participants,
    presence,
    reactions,
    receipts,
    reports,
    search,
    sockets,
    sync,
    wishes,
)

ROUTES: tuple[Route, ...] = (
    *conversations.ROUTES,
    *participants.ROUTES,
    *wishes.ROUTES,
    *choices.ROUTES,
    *messages.ROUTES,
    *history.ROUTES,
    *reactions.ROUTES,
    *search.ROUTES,
    *reports.ROUTES,
    *receipts.ROUTES,
    *presence.ROUTES,
    *sync.ROUTES,
    *sockets.ROUTES,
)
