"""Mail that goes into a folder: readable `.eml` files, until a server is configured that sends them."""

import os
from pathlib import Path

from minifb.modules.notifications.backends.mail import Mail, safe_id, written


class FileMailer:
    """Writes each mail into a folder as `<mail id>.eml`."""

    def __init__(self, folder: Path) -> None:
        """Write into this folder, which is made when the first mail comes."""
        self._folder = folder

    async def send(self, mail: Mail) -> None:
        """Write the file whole; it holds links with secrets, so nobody else may read it."""
        # 8 bits, so that the file reads as it was written and a link stays on one line
        message = written(mail, "8bit")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{safe_id(mail.id)}.eml"
        beside = path.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message)
        beside.replace(path)

    async def close(self) -> None:
        """Hold nothing open."""
