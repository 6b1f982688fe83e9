"""All modules there are. Static imports, so that a frozen program holds them too."""

from minifb.kernel.module import Module
from minifb.modules.auth.module import MODULE as AUTH
from minifb.modules.media.module import MODULE as MEDIA
from minifb.modules.messages.module import MODULE as MESSAGES
from minifb.modules.notifications.module import MODULE as NOTIFICATIONS
from minifb.modules.posts.module import MODULE as POSTS
from minifb.modules.search.module import MODULE as SEARCH
from minifb.modules.users.module import MODULE as USERS

MODULES: tuple[Module, ...] = (AUTH, USERS, POSTS, MESSAGES, MEDIA, SEARCH, NOTIFICATIONS)
