"""The routes of resumable uploads: tus 1.0 (https://tus.io/protocols/resumable-upload), as its clients speak it."""

from email.utils import format_datetime
from typing import Annotated, Any

from litestar import HttpMethod, Response, delete, get, patch, post, route
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter

from minifb.kernel.clock import wire
from minifb.kernel.http.policy import READS, Limit, Policy, Route, actor_of
from minifb.modules.media.api.asks import BODY_BYTES_MAX, OWN, UPLOADS, Asker
from minifb.modules.media.api.forms import received, unhurried
from minifb.modules.media.rules.resumable import (
    EXTENSIONS,
    PART_TYPE,
    VERSION,
    NoPart,
    OtherVersion,
    Standing,
    Upload,
    announced,
    number,
)
from minifb.modules.media.service import Media

PARTS = Limit("upload parts", 1_500, 300)
OTHER = {412: ResponseSpec(data_container=None, description="Another version of the protocol.")}


Spoken = Annotated[str | None, HeaderParameter(name="Tus-Resumable", description="`1.0.0`.")]
Length = Annotated[str | None, HeaderParameter(name="Upload-Length", description="Bytes of the file.")]
Metadata = Annotated[str | None, HeaderParameter(name="Upload-Metadata", description="Names and values in base64.")]
Offset = Annotated[str | None, HeaderParameter(name="Upload-Offset", description="Where this part begins.")]
TAKES: dict[str, Any] = {PART_TYPE: {"schema": {}}}


def _hold(request: Asker, said: str | None) -> None:
    """Hold a request to the version we speak; every answer names it."""
    state = request.scope["state"]
    answered = state["answer_headers"] = [*state.get("answer_headers", ()), (b"tus-resumable", VERSION.encode())]
    if said != VERSION:
        answered.append((b"tus-version", VERSION.encode()))
        raise OtherVersion


def _headers(upload: Upload) -> dict[str, str]:
    """Tell how far an upload is, and how long it can go on."""
    return {
        "Upload-Offset": str(upload.position),
        "Upload-Length": str(upload.length),
        "Upload-Expires": format_datetime(wire(upload.expires_at), usegmt=True),
        "Cache-Control": "no-store",
    }


@route(
    "/media/uploads",
    http_method=[HttpMethod.OPTIONS],
    operation_id="uploadsSpoken",
    summary="What of tus is spoken here",
    tags=["media"],
    status_code=204,
)
async def spoken(media: Media) -> Response[None]:
    """Tell version, extensions and largest file."""
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(media.settings.largest),
    }
    return Response(None, status_code=204, headers=headers)


@post(
    "/media/uploads",
    operation_id="beginUpload",
    summary="Begin a resumable upload",
    tags=["media"],
    responses=OTHER,
)
async def begin(
    request: Asker, media: Media, version: Spoken = None, length: Length = None, metadata: Metadata = None
) -> Response[Standing]:
    """Begin an upload of `Upload-Length` bytes; `Upload-Metadata` may say `filetype` and `alt`.

    The first part may come along. The upload is at `Location`; what becomes of it is `/media/` and the same id.
    """
    _hold(request, version)
    actor = actor_of(request)
    async with received(request) as body:
        upload = await media.begin_upload(actor, announced(length, metadata or ""))
        if request.headers.get("content-type") == PART_TYPE:
            upload = await media.append(actor, upload.id, 0, unhurried(request, body))
    told = Standing(id=upload.id, offset=upload.position, length=upload.length, expires_at=wire(upload.expires_at))
    return Response(told, headers={"Location": f"/media/uploads/{upload.id}", **_headers(upload)})


@get(
    "/media/uploads/{id:str}",
    operation_id="uploadStanding",
    summary="How far an upload is",
    tags=["media"],
    status_code=204,
    responses=OTHER,
)
async def standing(request: Asker, media: Media, id: str, version: Spoken = None) -> Response[None]:
    """Tell by HEAD how far one's upload is; one that still sends is cut off."""
    _hold(request, version)
    return Response(None, status_code=204, headers=_headers(await media.upload_standing(actor_of(request), id)))


@patch(
    "/media/uploads/{id:str}",
    operation_id="goOnWithUpload",
    summary="Send the next part",
    tags=["media"],
    takes=TAKES,
    status_code=204,
    responses=OTHER,
)
async def go_on(request: Asker, media: Media, id: str, version: Spoken = None, offset: Offset = None) -> Response[None]:
    """Send the next bytes of an upload, from `Upload-Offset` on."""
    _hold(request, version)
    async with received(request) as body:
        if request.headers.get("content-type") != PART_TYPE:
            raise NoPart
        start = number(offset, "upload-offset")
        upload = await media.append(actor_of(request), id, start, unhurried(request, body))
    return Response(None, status_code=204, headers=_headers(upload))


@delete(
    "/media/uploads/{id:str}",
    operation_id="endUpload",
    summary="End an upload",
    tags=["media"],
    status_code=204,
    responses=OTHER,
)
async def end(request: Asker, media: Media, id: str, version: Spoken = None) -> None:
    """End an upload; what came of it is dropped."""
    _hold(request, version)
    await media.end_upload(actor_of(request), id)


BEGIN = Policy(permission="media.write", rule=OWN, limit=UPLOADS, once="key", body_bytes_max=BODY_BYTES_MAX)
GO_ON = Policy(permission="media.write", rule=OWN, limit=PARTS, once="natural", body_bytes_max=BODY_BYTES_MAX)
ROUTES = (
    Route(spoken, Policy(permission="media.read", role="anonymous", rule="anybody", limit=READS)),
    Route(begin, BEGIN),
    Route(standing, Policy(permission="media.write", rule=OWN, limit=PARTS)),
    Route(go_on, GO_ON),
    Route(end, GO_ON),
)
