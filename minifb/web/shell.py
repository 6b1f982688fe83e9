"""The page every human path answers with: a frame of the final shape, and what the app needs to start.

It holds nothing of the member, so that a browser may keep it; who is signed in the app asks for itself.
"""

import html
import json
import re

import msgspec

from minifb.web.static import LANGUAGES, PSEUDO, Assets

VIEWPORT = "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
_ACCEPTED = re.compile(r"\s*([a-zA-Z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*")


class Look(msgspec.Struct, frozen=True):
    """How a browser wants pages: kept in the cookie `minifb-look` as theme.language.size."""

    theme: str = "system"
    language: str = "en"
    size: str = "m"

    @classmethod
    def of(cls, cookie: str, accepted: str) -> "Look":
        """Read the cookie; without one, take the language the browser prefers. Nonsense counts as not said."""
        theme, language, size = (*cookie.split("."), "", "", "")[:3]
        if language not in {*LANGUAGES, PSEUDO}:
            language = preferred(accepted)
        theme = theme if theme in {"light", "dark"} else "system"
        return cls(theme, language, size if size in {"s", "l"} else "m")


class Site(msgspec.Struct, frozen=True, rename="camel"):
    """What a page says about the server it comes from."""

    community: str
    sign_up: str
    build: str
    version: str
    signed_in: bool
    """Whether the browser carries a session; whether it still counts is not looked at."""
    worker: bool = True
    """Whether a service worker keeps the app; not while somebody works on its modules."""


def preferred(accepted: str) -> str:
    """Choose a language by Accept-Language (RFC 9110 §12.5.4)."""
    wishes = [(float(found[2] or 1), found[1].lower()) for part in accepted.split(",") if (found := _read(part))]
    known = [(quality, language) for quality, language in wishes if language in LANGUAGES and quality > 0]
    return max(known, key=lambda wish: wish[0])[1] if known else "en"


def _read(part: str) -> "re.Match[str] | None":
    found = _ACCEPTED.fullmatch(part)
    return found if found and (not found[2] or re.fullmatch(r"[01](\.\d{0,3})?", found[2])) else None


def page(assets: Assets, site: Site, look: Look, fetched: tuple[str, ...] = ()) -> bytes:
    """Write the page; `fetched` are answers of the API that the app asks for first, fetched meanwhile."""
    base = assets.base
    name = html.escape(site.community)
    scripts = ("linked/main.js", "vendor/preact.js") if assets.linked else ("member/main.js",)
    # `<` in the data could end the block; escaped it is the same JSON.
    data = json.dumps(msgspec.to_builtins(site), ensure_ascii=False).replace("<", "\\u003c")
    lines = [
        "<!doctype html>",
        f'<html lang="{look.language}" dir="ltr" data-theme="{look.theme}" data-size="{look.size}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta name="viewport" content="{VIEWPORT}">',
        f"<title>{name}</title>",
        f'<meta name="description" content="{name}">',
        '<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">',
        '<meta name="theme-color" content="#181a21" media="(prefers-color-scheme: dark)">',
        f'<link rel="stylesheet" href="{base}app.css">',
        *(f'<link rel="modulepreload" href="{base}{script}">' for script in scripts),
        f'<link rel="preload" as="fetch" crossorigin href="{base}locales/{look.language}.first.json">',
        *(f'<link rel="preload" as="fetch" crossorigin href="{html.escape(path)}">' for path in fetched),
        '<link rel="manifest" href="/manifest.webmanifest">',
        f'<link rel="icon" href="{base}icons/favicon.svg" type="image/svg+xml">',
        f'<link rel="apple-touch-icon" href="{base}icons/apple-180.png">',
        f'<script type="application/json" id="site">{data}</script>',
        f'<script type="module" src="{base}{assets.entry}"></script>',
        "</head>",
        "<body>",
        f'<div id="app">{_frame(name) if site.signed_in else ""}</div>',
        f"<noscript><p>{name} needs JavaScript.</p></noscript>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines).encode()


def _frame(name: str) -> str:
    """Draw the bars and three posts as grey shapes of their final size, so that nothing moves when they come."""
    post = '<div class="skeleton-post"><i></i><b></b><b></b></div>'
    return (
        f'<header class="top"><span class="brand"><span>{name}</span></span></header>'
        '<div class="columns"><nav class="side"></nav><main><div class="skeleton" aria-hidden="true">'
        f'<div class="skeleton-row card"></div>{post * 3}</div></main><aside class="beside"></aside></div>'
    )
