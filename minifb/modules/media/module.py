"""Media: pictures, films and files. Planned: this is its face, nothing answers yet."""

from minifb.kernel.module import Module
from minifb.modules.media import public

MODULE = Module(
    name="media",
    summary="Pictures, films and files.",
    port=3500,
    status="planned",
    public=public,
    answers=public.MediaQuestions,
    publishes=(
        public.MediaUploaded,
        public.MediaProcessed,
        public.MediaFailed,
        public.MediaDeleted,
    ),
)
