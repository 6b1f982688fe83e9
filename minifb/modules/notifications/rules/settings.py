"""What an operator may change about notifications."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.settings import SECRET


class NotificationsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about notifications."""

    group_hours: Annotated[
        int, Meta(ge=0, le=168, description="So long after it began, others still join a notification of one kind.")
    ] = 12
    commenters_told_max: Annotated[
        int, Meta(ge=0, le=1_000, description="Most earlier commenters who are told of another comment on a post.")
    ] = 50
    keep_days: Annotated[int, Meta(ge=7, description="Days after which notifications are dropped.")] = 90
    zone: Annotated[
        str, Meta(min_length=1, max_length=64, description="Time zone of whoever has not said where they live.")
    ] = "UTC"
    digest: Annotated[
        Literal["off", "daily", "weekly"], Meta(description="How often whoever has not said gets a digest by mail.")
    ] = "weekly"
    digest_hour: Annotated[
        int, Meta(ge=0, le=23, description="Hour of a member's own day at which digests go out.")
    ] = 9
    birthday_hour: Annotated[
        int, Meta(ge=0, le=23, description="Hour of a member's own day at which they hear of friends' birthdays.")
    ] = 8
    mail_wait_seconds: Annotated[
        int, Meta(ge=0, le=3_600, description="So long a mail waits; what is seen in the app by then is not mailed.")
    ] = 60
    # ── mail ──
    mail: Annotated[
        Literal["file", "console", "smtp"],
        Meta(
            description="How mail goes out: as readable files in `mail/` of the data folder, onto the terminal, or "
            "to an SMTP server. The first two show links that let somebody in: for trying things out."
        ),
    ] = "file"
    mail_name: Annotated[
        str, Meta(max_length=60, description="What mails call this server. Default: as the community is called.")
    ] = ""
    mail_from: Annotated[
        str,
        Meta(
            max_length=300,
            description="Sender of mails, `Name <address>`. Default: `minifb@` and the host of `server.public_url`.",
        ),
    ] = ""
    smtp_host: Annotated[str, Meta(description="Server that takes mail.")] = "localhost"
    smtp_port: Annotated[
        int, Meta(ge=0, le=65535, description="Its port. Default: 587 for `starttls`, 465 for `tls`, 25 for `none`.")
    ] = 0
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(
            description="Encryption: asked for on a plain connection and never done without, from the first byte, or "
            "none at all, which is for a server on the same machine."
        ),
    ] = "starttls"
    smtp_user: Annotated[str, Meta(description="Name to sign in with there; empty: no signing in.")] = ""
    smtp_password: Annotated[str, Meta(extra=SECRET, description="Password of that name.")] = ""
    smtp_ca_file: Annotated[
        str, Meta(description="Certificate of an authority of your own (PEM) that is believed beside the usual ones.")
    ] = ""
    smtp_connections: Annotated[int, Meta(ge=1, le=20, description="Connections used side by side.")] = 2
    smtp_seconds: Annotated[int, Meta(ge=1, le=300, description="Longest time a step may take there.")] = 30
    # ── push ──
    push_hosts: Annotated[
        tuple[str, ...],
        Meta(
            description="Push services that are sent to: hosts, `*.` and their end, or `*` for any public one. "
            "Default: those of the usual browsers."
        ),
    ] = (
        "fcm.googleapis.com",
        "jmt17.google.com",
        "*.push.services.mozilla.com",
        "*.push.apple.com",
        "*.notify.windows.com",
    )
    push_contact: Annotated[
        str,
        Meta(
            pattern=r"^((mailto|https):.{3,})?$",
            description="Where push services reach the operator, `mailto:` or `https:`. Default: `server.public_url`.",
        ),
    ] = ""
    push_hours: Annotated[int, Meta(ge=0, le=672, description="How long a push waits for a device that is off.")] = 48
    push_device_days: Annotated[
        int, Meta(ge=1, description="Days after which a device that did not say it is still there gets no more pushes.")
    ] = 90
