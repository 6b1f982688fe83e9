"""The use cases of media: one method, one transaction. One file per noun; `Media` is all of them."""

from minifb.modules.media.service.attachments import AttachmentCases
from minifb.modules.media.service.blobs import BlobCases
from minifb.modules.media.service.delivery import DeliveryCases
from minifb.modules.media.service.erasure import ErasureCases
from minifb.modules.media.service.ledger import LedgerCases
from minifb.modules.media.service.processing import ProcessingCases
from minifb.modules.media.service.resumable import ResumableCases


class Media(
    AttachmentCases,
    ErasureCases,
    ProcessingCases,
    ResumableCases,
    LedgerCases,
    DeliveryCases,
    BlobCases,
):
    """Pictures, film and sound."""
