"""The routes of notifications: decode, one use case, encode. A file per noun."""

from minifb.modules.notifications.api import analytics, mails, mutes, notifications, preferences, push

ROUTES = (*notifications.ROUTES, *preferences.ROUTES, *mutes.ROUTES, *push.ROUTES, *analytics.ROUTES, *mails.ROUTES)
