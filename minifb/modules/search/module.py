"""The manifest of search."""

from minifb.kernel.module import Module
from minifb.modules.auth.public import UserDataErased
from minifb.modules.posts.public import PostsQuestions
from minifb.modules.search import api, consumers, migrations, public, tables
from minifb.modules.search.public import SearchQuestions
from minifb.modules.search.rules.settings import SearchSettings
from minifb.modules.search.service import Search
from minifb.modules.users.public import UsersQuestions

MODULE = Module(
    name="search",
    summary="Finding posts and people.",
    port=3600,
    public=public,
    tables=tables.METADATA,
    migrations=migrations.STEPS,
    settings=SearchSettings,
    service=Search,
    answers=SearchQuestions,
    asks=(UsersQuestions, PostsQuestions),
    routes=api.ROUTES,
    publishes=(UserDataErased,),
    consumes=consumers.CONSUMES,
    jobs=consumers.JOBS,
    workers=consumers.WORKERS,
    synchronous="NORMAL",
)
