"""Mail that is shown on the terminal, for whoever tries things out: the text of it, links and all."""

import sys

from minifb.modules.notifications.backends.mail import Mail, written


class ConsoleMailer:
    """Writes each mail's text to where the log goes."""

    async def send(self, mail: Mail) -> None:
        """Show a mail between two rulers; what could not be sent could not be shown either."""
        written(mail, "8bit")
        ruler = "─" * 72
        lines = (ruler, f"Mail to {mail.to}: {mail.subject}", "", mail.text.rstrip(), ruler, "")
        sys.stderr.write("\n".join(lines))
        sys.stderr.flush()

    async def close(self) -> None:
        """Hold nothing open."""
