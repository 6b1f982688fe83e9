"""What the mails of auth say: plain text, one reason each, and what to do if it was not you."""

import msgspec

from minifb.modules.auth.public import MailKind, MailLink


class Text(msgspec.Struct, frozen=True):
    """A mail as it reads."""

    subject: str
    text: str


SUBJECTS: dict[MailKind, str] = {
    "verify": "Confirm your e-mail address",
    "reset": "Set a new password",
    "welcome": "Welcome",
    "new_sign_in": "New sign-in to your account",
    "invite": "You are invited",
    "address_taken": "You already have an account",
    "account_changed": "Your account was changed",
    "deletion": "Your account will be deleted",
}

BODIES: dict[MailKind, str] = {
    "verify": """please confirm that this is your address:

{link}

The link works once and not for long. If you did not ask for this, do nothing: without the link nothing happens.""",
    "reset": """somebody, probably you, asked to set a new password for your account. You can do that here:

{link}

The link works once and not for long. It signs you out everywhere else. If you did not ask for it, do nothing: your
password stays as it is.""",
    "welcome": """your account is ready:

{link}""",
    "new_sign_in": """your account was just used on a device that we have not seen before: {about}.

If that was you, there is nothing to do. If not, set a new password and look at your sessions here:

{link}""",
    "invite": """you are invited to join:

{link}""",
    "address_taken": """somebody, perhaps you, tried to use this address for an account. You already have an account
with it: sign in, or set a new password if you forgot it, here:

{link}

If it was not you, there is nothing to do. Nothing was changed, and they were not told that you have an account.""",
    "account_changed": """{about}

If that was you, there is nothing to do. If not, set a new password at once and look at your sessions here:

{link}""",
    "deletion": """{about}

If you change your mind, sign in before that day and everything stays as it is:

{link}""",
}


def compose(kind: MailKind, to: MailLink) -> Text:
    """Write a mail."""
    body = BODIES[kind].format(link=to.link or "", about=to.about or "")
    return Text(SUBJECTS[kind], f"Hello {to.first_name},\n\n{body}\n")
