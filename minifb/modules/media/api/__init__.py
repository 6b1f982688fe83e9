"""The routes of media: decode, one use case, encode. A file per noun."""

from minifb.modules.media.api import delivery, ledger, media, resumable, uploads

ROUTES = (*media.ROUTES, *delivery.ROUTES, *uploads.ROUTES, *resumable.ROUTES, *ledger.ROUTES)
