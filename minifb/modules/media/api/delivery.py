"""The route of bytes."""

from typing import Any

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from minifb.kernel.http.etag import matches
from minifb.kernel.http.policy import Limit, Policy, Route, actor_of, address_of
from minifb.modules.media.api.asks import SEEN, Asker
from minifb.modules.media.rules.delivery import Part, Unsatisfiable, asked, headers_of
from minifb.modules.media.service import Media

POLICY = Policy(permission="media.read", role="anonymous", rule=SEEN, limit=Limit("media", 6_000, 300))
ANSWERS = {
    200: ResponseSpec(data_container=bytes, generate_examples=False),
    206: ResponseSpec(data_container=bytes, generate_examples=False, description="The part that was asked for."),
    304: ResponseSpec(data_container=None, generate_examples=False, description="You have these very bytes."),
    416: ResponseSpec(data_container=None, generate_examples=False, description="There is no such part of it."),
}


@get(
    "/media/{id:str}/{variant:str}",
    operation_id="mediaBytes",
    summary="The bytes of a picture, film or sound",
    tags=["media"],
    responses=ANSWERS,
)
async def variant(request: Asker, media: Media, id: str, variant: str) -> Response[Any]:
    """Hand out one form of a medium to who may see what holds it, all of it or one part (`Range`).

    `v` in its address is for caches alone: another number, another copy.
    """
    actor = actor_of(request)
    served = await media.served(actor.id, id, variant)
    headers = headers_of(served, elsewhere=bool(media.settings.cdn_url))
    size = served.form.bytes
    if (known := request.headers.get("if-none-match")) and matches(known, served.tag):
        return Response(b"", status_code=304, headers=headers)
    if request.scope.get("head"):
        return Response(b"", headers={**headers, "content-length": str(size)})
    try:
        part = asked(request.headers.get("range"), request.headers.get("if-range"), served)
    except Unsatisfiable:
        headers |= {"cache-control": "no-store", "content-range": f"bytes */{size}"}
        return Response(b"", status_code=416, headers=headers)
    status = 200
    if part is None:
        part = Part(0, size)
    else:
        status, headers["content-range"] = 206, f"bytes {part.start}-{part.stop - 1}/{size}"
    headers["content-length"] = str(part.length)
    found = await media.bytes_of(served, part, actor.id or address_of(request))
    if isinstance(found, bytes):
        return Response(found, status_code=status, headers=headers)
    return Stream(found, status_code=status, headers=headers)


ROUTES = (Route(variant, POLICY),)
