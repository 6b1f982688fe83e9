"""What an operator may change about media."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.settings import SECRET

MIB = 1_048_576
GIB = 1_024 * MIB


class MediaSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about media."""

    # ── what comes in ──
    image_mib: Annotated[int, Meta(ge=1, le=100, description="Largest picture that is taken, in MiB.")] = 20
    video_mib: Annotated[
        int, Meta(ge=0, le=4_000, description="Largest film that is taken, in MiB; 0: no films at all.")
    ] = 500
    audio_mib: Annotated[
        int, Meta(ge=0, le=1_000, description="Largest sound that is taken, in MiB; 0: no sounds at all.")
    ] = 25
    batch_files: Annotated[int, Meta(ge=1, le=50, description="Most files of one batch.")] = 20
    quota_mib: Annotated[
        int, Meta(ge=0, description="How much a member may keep here, in MiB; 0: as much as the disk takes.")
    ] = 10_240
    day_mib: Annotated[
        int, Meta(ge=0, description="How much a member may upload on a day (UTC), in MiB; 0: without a limit.")
    ] = 4_096
    spare_mib: Annotated[
        int, Meta(ge=0, description="Room that uploads leave free on the disk of the data folder, in MiB.")
    ] = 256
    resume_hours: Annotated[
        int, Meta(ge=1, le=168, description="So long after its last part an upload that broke off can go on.")
    ] = 24
    uploads_open_max: Annotated[
        int, Meta(ge=1, le=1_000, description="Resumable uploads that a member may have under way.")
    ] = 20
    wait_seconds: Annotated[
        int, Meta(ge=0, le=20, description="So long an upload waits for its pictures to be ready before it answers.")
    ] = 5
    # ── what is made of it ──
    niceness: Annotated[
        int,
        Meta(
            ge=0,
            le=19,
            description="How far making pictures steps back behind everything else (15: a thirtieth of "
            "a processor that others want whole).",
        ),
    ] = 15
    keep_originals: Annotated[
        bool,
        Meta(description="Whether files are also kept as they came, with all they tell; they are never served."),
    ] = False
    avif: Annotated[bool, Meta(description="Whether pictures are made in AVIF too: smaller, and slow to make.")] = False
    large: Annotated[bool, Meta(description="Whether pictures are also made at 2048 points.")] = False
    film_minutes: Annotated[int, Meta(ge=1, le=240, description="Longest film that is taken, in minutes.")] = 10
    sound_minutes: Annotated[int, Meta(ge=1, le=240, description="Longest sound that is taken, in minutes.")] = 60
    unheld_hours: Annotated[
        int, Meta(ge=1, description="Hours after which a file is dropped that no post, message or profile holds.")
    ] = 24
    # ── where it is kept, and from where it is served ──
    storage: Annotated[
        Literal["disk", "s3"], Meta(description="Where files are kept: `media/` of the data folder, or S3.")
    ] = "disk"
    bucket: Annotated[str, Meta(description="S3: name of the bucket.")] = ""
    prefix: Annotated[str, Meta(description="S3: what the names of all objects begin with.")] = ""
    region: Annotated[str, Meta(description="S3: region of the bucket.")] = "us-east-1"
    endpoint: Annotated[str, Meta(description="S3: address of the server, when it is not Amazon's.")] = ""
    access_key: Annotated[str, Meta(description="S3: who we are there; empty: as the environment says.")] = ""
    secret_key: Annotated[str, Meta(extra=SECRET, description="S3: the secret of that key.")] = ""
    cdn_url: Annotated[
        str, Meta(description="Address that is put before the paths of files anybody may see; empty: this server.")
    ] = ""
    purge_url: Annotated[
        str, Meta(description="Address that is told by POST which paths the CDN must forget; empty: nobody is told.")
    ] = ""
    purge_token: Annotated[str, Meta(extra=SECRET, description="Bearer token it is told with.")] = ""

    def bytes_max(self, kind: str) -> int:
        """Tell how large a file of a kind may be."""
        limits = {"image": self.image_mib, "video": self.video_mib, "audio": self.audio_mib}
        return limits.get(kind, 0) * MIB

    @property
    def largest(self) -> int:
        """How large a file of any kind may be."""
        return max(self.bytes_max(kind) for kind in ("image", "video", "audio"))
