"""W3C trace context, and export to OpenTelemetry where the extra `otel` is installed and an endpoint is set."""

import re
import secrets
from typing import Any, Self

import msgspec

from minifb.kernel.settings import CannotStart, Tracing

_TRACEPARENT = re.compile(r"\A([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?\Z")


class Span(msgspec.Struct, frozen=True):
    """Where we are in a trace."""

    trace_id: str
    span_id: str
    sampled: bool

    @classmethod
    def parse(cls, header: str) -> Self | None:
        """Read a `traceparent` header; one that is not valid counts as none."""
        match = _TRACEPARENT.match(header)
        if match is None:
            return None
        version, trace_id, span_id, flags, more = match.groups()
        if version == "ff" or (version == "00" and more) or not int(trace_id, 16) or not int(span_id, 16):
            return None
        return cls(trace_id, span_id, bool(int(flags, 16) & 1))

    @classmethod
    def root(cls) -> Self:
        """Begin a trace."""
        return cls(secrets.token_hex(16), secrets.token_hex(8), True)

    def child(self) -> Self:
        """Go one step further in the same trace."""
        return msgspec.structs.replace(self, span_id=secrets.token_hex(8))

    def header(self) -> str:
        """Write the `traceparent` header."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


def traced(app: Any, settings: Tracing) -> Any:
    """Wrap an ASGI app so that every request becomes a span at the endpoint; without an endpoint it stays as it is."""
    if not settings.endpoint:
        return app
    try:
        from opentelemetry import trace  # type: ignore[import-not-found, unused-ignore]
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # type: ignore[import-not-found, unused-ignore]
        from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware  # type: ignore[import-not-found, unused-ignore]
        from opentelemetry.sdk.resources import Resource  # type: ignore[import-not-found, unused-ignore]
        from opentelemetry.sdk.trace import TracerProvider  # type: ignore[import-not-found, unused-ignore]
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # type: ignore[import-not-found, unused-ignore]
    except ImportError as missing:
        raise CannotStart(
            f"tracing.endpoint is set, but {missing.name} is not installed", "pip install 'minifb[otel]'"
        ) from None
    provider = TracerProvider(resource=Resource.create({"service.name": "minifb"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.endpoint)))
    trace.set_tracer_provider(provider)
    return OpenTelemetryMiddleware(app, tracer_provider=provider)
