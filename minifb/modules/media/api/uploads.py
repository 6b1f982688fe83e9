"""The routes of uploads: a file, or several at once."""

from typing import Any

from litestar import Response, post

from minifb.kernel.http.policy import Policy, Route, actor_of
from minifb.kernel.http.problems import describe
from minifb.kernel.refusals import Refusal
from minifb.modules.media import public
from minifb.modules.media.api.asks import BODY_BYTES_MAX, OWN, UPLOADS, Asker
from minifb.modules.media.api.forms import files_of, length_of, received
from minifb.modules.media.rules.uploads import ALT_MAX, Batch
from minifb.modules.media.service import Media

_BYTES = {"type": "string", "contentMediaType": "application/octet-stream"}
_WORDS = {"type": "string", "maxLength": ALT_MAX}


def _form(field: str, files: dict[str, Any], alt: dict[str, Any]) -> dict[str, Any]:
    """Describe a form with files, for the documentation."""
    schema = {"type": "object", "required": [field], "properties": {field: files, "alt": alt}}
    return {"multipart/form-data": {"schema": schema}}


@post(
    "/media/upload",
    operation_id="upload",
    summary="Upload a file",
    tags=["media"],
    takes=_form("file", _BYTES, _WORDS),
)
async def upload(request: Asker, media: Media) -> Response[public.Media]:
    """Upload a picture, film or sound as `file` of a form; `alt` says what it shows.

    A picture is mostly ready when this answers; anything else is `processing`, and told when it is ready.
    """
    async with received(request) as body:
        new = await media.upload(actor_of(request), files_of(request, body, "file"), length_of(request))
    return Response(new, headers={"Location": f"/media/{new.id}"})


@post(
    "/media/batch-upload",
    operation_id="uploadBatch",
    summary="Upload several files",
    tags=["media"],
    takes=_form("files", {"type": "array", "items": _BYTES}, {"type": "array", "items": _WORDS}),
)
async def upload_batch(request: Asker, media: Media) -> Batch:
    """Upload several as `files` of a form, each `alt` for one of them in order; one that is refused keeps out no other.

    Gives for each the medium, or the problem why there is none.
    """
    async with received(request) as body:
        outcomes = await media.upload_batch(actor_of(request), files_of(request, body, "files"), length_of(request))
    request_id = request.scope["state"]["request_id"]
    return Batch(items=[describe(one, request_id) if isinstance(one, Refusal) else one for one in outcomes])


UPLOAD = Policy(
    permission="media.write",
    rule=OWN,
    limit=UPLOADS,
    once="key",
    body_bytes_max=BODY_BYTES_MAX,
)
ROUTES = (Route(upload, UPLOAD), Route(upload_batch, UPLOAD))
