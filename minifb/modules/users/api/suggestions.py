"""Routes of people one may know."""

from litestar import delete, get

from minifb.kernel.http.policy import WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.users.api.asks import OTHERS, Asker, Cursor, Size
from minifb.modules.users.rules.suggestions import Suggestion
from minifb.modules.users.service import Users

SUGGESTIONS = Limit("suggestions", 60, 60)


@get("/users/suggestions", operation_id="suggestions", summary="People one may know", tags=["friends"])
async def suggestions(request: Asker, users: Users, limit: Size = 20, cursor: Cursor = None) -> Page[Suggestion]:
    """Suggest friends of friends with the reason; while there are few of them, others too."""
    return await users.suggestions(actor_of(request), limit, cursor)


@delete(
    "/users/suggestions/{user_id:str}",
    operation_id="dismissSuggestion",
    summary="Suggest somebody no more",
    tags=["friends"],
    status_code=204,
)
async def dismiss(request: Asker, users: Users, user_id: str) -> None:
    """Suggest somebody no more; they are not told."""
    await users.dismiss_suggestion(actor_of(request), user_id)


ROUTES = (
    Route(suggestions, Policy(permission="users.read", rule=OTHERS.rule, limit=SUGGESTIONS)),
    Route(dismiss, Policy(permission="friends.write", rule="members one may see", limit=WRITES, once="natural")),
)
