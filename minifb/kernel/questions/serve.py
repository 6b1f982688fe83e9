"""The answering side of questions over HTTP: internal routes made from the same Protocol."""

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from minifb.kernel.http.policy import Limit, Policy, Route
from minifb.kernel.questions.question import Question, questions_of
from minifb.kernel.questions.remote import SERVICE_HEADER, ServiceTokens
from minifb.kernel.refusals import Malformed

POLICY = Policy(
    permission="internal.ask",
    role="anonymous",
    rule="processes of this server, by service token",
    limit=Limit("internal", 1_000_000, 60, per="address"),
    keys=False,
)


def internal_routes(module: str, protocol: type, service: Any, tokens: ServiceTokens) -> tuple[Route, ...]:
    """Make a route for every question a module answers."""
    return tuple(
        Route(_handler(module, question, getattr(service, question.name), tokens), POLICY)
        for question in questions_of(protocol).values()
    )


def _handler(module: str, question: Question, answer: Any, tokens: ServiceTokens) -> HTTPRouteHandler:
    arguments = msgspec.json.Decoder(question.arguments)

    async def handle(request: Request[Any, Any, Any]) -> Response[bytes]:
        tokens.check(request.headers.get(SERVICE_HEADER, ""), f"ask.{module}")
        try:
            asked = arguments.decode(await request.body())
        except msgspec.DecodeError:
            raise Malformed from None
        told = await answer(**msgspec.structs.asdict(asked))
        return Response(msgspec.json.encode(told), media_type="application/json")

    return post(f"/internal/{module}/{question.name}", status_code=200, include_in_schema=False)(handle)
