"""Profiles: one's own and others'."""

from msgspec import UNSET

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import heard, read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached
from minifb.kernel.refusals import NotFound
from minifb.modules.users.public import Profile
from minifb.modules.users.rules.friends import relation_of
from minifb.modules.users.rules.members import Member
from minifb.modules.users.rules.pictures import PLACES
from minifb.modules.users.rules.profiles import NotYourProfile, ProfileChange, portrait, revise
from minifb.modules.users.service.pictures import PictureCases
from minifb.modules.users.store import friends, members
from minifb.modules.users.store.privacy import privacy_of


class ProfileCases(PictureCases):
    """What members say about themselves."""

    @read
    def own_profile(self, tx: Tx, actor: Actor) -> Profile:
        """Show a member their own profile."""
        return self._own(tx, self.present(tx, actor.id))

    async def change_profile(self, actor: Actor, change: ProfileChange) -> Profile:
        """Change one's own profile: questions first, then the transaction."""
        pictures = [change.picture(place) for place in PLACES]
        profile = await self.revise(actor, change, await self.find_media(actor, pictures))
        if any(one is not UNSET for one in pictures):
            await heard(self.db)  # whoever is shown the profile can fetch its pictures, and no others
        return profile

    @write
    def revise(self, tx: Tx, actor: Actor, change: ProfileChange, found: dict[str, Attached]) -> Profile:
        """Change a profile; others hear of it when the card is another one."""
        before = self.present(tx, actor.id)
        after = revise(before, change, found, tx.now)
        if (after.first_name, after.last_name) != (before.first_name, before.last_name):
            self.check_names(tx, after)
        if after != before:
            after = self.keep(tx, before, after)
            self.tell_held(tx, before, after, found)
        return self._own(tx, after)

    @read
    def profile(self, tx: Tx, actor: Actor, name: str) -> Profile:
        """Show a member, by id or @username, to another one."""
        member = self._called(tx, actor, name)
        if member.id == actor.id:
            return self._own(tx, member)
        relation = relation_of(friends.pair_of(tx, actor.id, member.id).tie, actor.id)
        me = members.member(tx, actor.id)  # an operator or a service has no profile, and so no friends
        common = friends.count_mutual(tx, me, member) if me else None
        return portrait(member, relation, privacy_of(tx, member.id), common, tx.now)

    @read
    def profile_as(self, tx: Tx, actor: Actor, name: str, view_as: str) -> Profile:
        """Show a member their own profile as somebody else would see it.

        Whether the two are friends is all that counts. Anything finer would tell who declined a request, or more.
        """
        member = self._called(tx, actor, name)
        if member.id != actor.id:
            raise NotYourProfile
        eyes = None if view_as == "public" else self.other(tx, actor, view_as)
        close = eyes is not None and friends.pair_of(tx, actor.id, eyes.id).tie.status == "friends"
        return portrait(member, "friends" if close else "none", privacy_of(tx, member.id), None, tx.now)

    def _called(self, tx: Tx, actor: Actor, name: str) -> Member:
        """Find a member by id or @username, if they are there for the actor."""
        member = members.member_called(tx, name[1:]) if name.startswith("@") else members.member(tx, name)
        if member is None or not self.sees(tx, actor.id, member):
            raise NotFound
        return member

    @staticmethod
    def _own(tx: Tx, member: Member) -> Profile:
        return portrait(member, "self", privacy_of(tx, member.id), None, tx.now)
