"""Reports of members, and what staff decide about them."""

import msgspec

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.ops import audit
from minifb.kernel.refusals import FieldError, Forbidden, Invalid, NotFound
from minifb.modules.posts.public import CommentDeleted, CommentRestored, PostRestored
from minifb.modules.posts.rules import reports as rules
from minifb.modules.posts.rules.comments import Said
from minifb.modules.posts.rules.reports import (
    Case,
    CaseRead,
    CaseState,
    Decided,
    Filed,
    NewDecision,
    NewReport,
    Removed,
    Report,
    Target,
    TargetGone,
)
from minifb.modules.posts.rules.visibility import Seen, State, counted
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import comments, members, posts, reports, shares, visibility
from minifb.modules.posts.store.reports import Reported

_ACTS = {"takeDown": "take_down", "dismiss": "dismiss", "restore": "restore"}


class ReportCases(Ground):
    """What can be done about what should not have been said."""

    # ── members ──

    @write
    def report(self, tx: Tx, actor: Actor, post_id: str, new: NewReport) -> None:
        """Report a post or comment. The same member again, about the same words, changes nothing."""
        post = self.see(tx, actor.id, post_id)
        comment = self.read_comment(tx, actor.id, post, new.comment_id) if new.comment_id else None
        author_id = comment.author_id if comment and comment.author_id else post.author_id
        if author_id == actor.id:
            raise rules.NotYourself
        if new.take_down and (not actor.ranks("moderator") or actor.permissions is not None):
            raise Forbidden
        text = comment.text if comment else posts.contents(tx, [post.id])[0].text
        case = self._file(tx, actor, new, post, author_id, comment.id if comment else post.id, text)
        if new.take_down:
            if not new.note.strip():
                raise Invalid(FieldError("note", "empty", "Say why, for the author to read."))
            self._decide(tx, actor, case, NewDecision(decision="takeDown", reason=new.note, revision=case.revision))

    def _file(
        self, tx: Tx, actor: Actor, new: NewReport, post: Seen, author_id: str, target_id: str, text: str
    ) -> Filed:
        """Put a report into the case of its target; new words, or a new reporter, open it again."""
        case = reports.case_of(tx, target_id)
        if case is None:
            case = Filed(
                id=tx.new_id(),
                target_id=target_id,
                post_id=post.id,
                author_id=author_id,
                text=text,
                audience_kind=post.audience_kind,
                state="open",
                since=tx.now,
                revision=0,
                reasons={},
                reporters=0,
                first_at=tx.now,
                last_at=tx.now,
                decided_by=None,
                decision=None,
            )
            reports.add_case(tx, case)
        elif reports.report_of(tx, case.id, actor.id) and (case.state == "open" or case.text == text):
            return case
        elif case.state != "open":
            case = msgspec.structs.replace(
                case, text=text, audience_kind=post.audience_kind, state="open", since=tx.now, last_at=tx.now
            )
            reports.save_case(tx, case)
        reports.keep_report(tx, Reported(case.id, actor.id, new.reason, new.note, tx.now))
        reports.touch(tx, case.id)
        return case

    @read
    def removed(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[Removed]:
        """Show what of one's own staff took down, and why; never who reported it."""
        query = "removed"
        rows = reports.removed(tx, actor.id, self.cursors.after(actor.id, query, cursor), limit + 1)
        now = reports.standings(tx, [row.target_id for row in rows[:limit]])
        items = [
            Removed(
                kind="comment" if row.comment_id else "post",
                post_id=row.post_id,
                comment_id=row.comment_id,
                text=now[row.target_id].text,
                reason=row.decision or "",
                removed_at=wire(row.since),
            )
            for row in rows[:limit]
            if row.target_id in now
        ]
        return Page(items=items, next=self.cursors.more(actor.id, query, [(row.since, row.id) for row in rows], limit))

    # ── staff ──

    @read
    def cases(self, tx: Tx, actor: Actor, state: CaseState, limit: int, cursor: str | None) -> Page[Case]:
        """Show the cases that wait, the longest first, or the decided ones, the latest first."""
        query = f"cases {state}"
        rows = reports.queue(tx, state, self.cursors.after(actor.id, query, cursor), limit + 1)
        items = self._drawn(tx, rows[:limit])
        return Page(items=items, next=self.cursors.more(actor.id, query, [(row.since, row.id) for row in rows], limit))

    @write
    def read_case(self, tx: Tx, actor: Actor, case_id: str) -> CaseRead:
        """Show a case with its reports. That staff read what was not said to everybody is written down."""
        case = self._case(tx, case_id)
        if not rules.shown_in_lists(case):
            audit.record(tx, actor=actor.id, via="api", action="report.read", object=case.target_id)
        return self._in_full(tx, case)

    @write
    def decide(self, tx: Tx, actor: Actor, case_id: str, new: NewDecision) -> CaseRead:
        """Take down, put back or leave what was reported; of two who decide at once, one does."""
        return self._in_full(tx, self._decide(tx, actor, self._case(tx, case_id), new))

    # ── inside a transaction ──

    def _case(self, tx: Tx, case_id: str) -> Filed:
        case = reports.case(tx, case_id)
        if case is None:
            raise NotFound
        return case

    def _decide(self, tx: Tx, actor: Actor, case: Filed, new: NewDecision) -> Filed:
        rules.check_power(actor, case.author_id, members.role(tx, case.author_id))
        state = rules.decided(case, new.decision, new.revision)
        gone = not self._carry_out(tx, case, "live" if new.decision == "restore" else "removed", new.decision)
        if gone and new.decision == "restore":
            raise TargetGone
        case = msgspec.structs.replace(
            case,
            state=state,
            since=tx.now,
            revision=case.revision + 1,
            decided_by=actor.id,
            decision=new.reason,
            text="" if gone else case.text,
        )
        reports.save_case(tx, case)
        action = f"report.{_ACTS[new.decision]}"
        audit.record(tx, actor=actor.id, via="api", action=action, object=case.target_id, reason=new.reason)
        return case

    def _carry_out(self, tx: Tx, case: Filed, state: State, decision: str) -> bool:
        """Do to the target what was decided; tell whether it is still there."""
        post = visibility.seen(tx, "", [case.post_id]).get(case.post_id)
        if post is None or post.state == "deleted":
            return False
        if not case.comment_id:
            if decision != "dismiss" and post.state != state:
                self._move_post(tx, post, state)
            return True
        comment = comments.said(tx, "", [case.comment_id]).get(case.comment_id)
        if comment is None or comment.state == "deleted":
            return False
        if decision != "dismiss" and comment.state != state:
            self._move_comment(tx, post, comment, state)
        return True

    def _move_post(self, tx: Tx, post: Seen, state: State) -> None:
        """Take a post out of sight or put it back, with everything under it, and tell it."""
        posts.set_state(tx, post.id, state)
        self.recount_shares(tx, post)
        [content] = posts.contents(tx, [post.id])
        in_force = msgspec.structs.replace(content, audience_kind=post.audience_kind)
        holder = in_force.holder(post.revision + 1)
        self.tell_held(tx, [msgspec.structs.replace(holder, public=holder.public and state == "live")])
        if state == "removed":
            self.tell_deleted(tx, post, by_staff=True)
            return
        members.count_post(tx, post.author_id, counted(post.audience_kind))
        shared_author = shares.author(tx, post.shared_post_id) if post.shared_post_id else None
        self.tell_created(tx, PostRestored, in_force, post.revision + 1, shared_author)

    def _move_comment(self, tx: Tx, post: Seen, comment: Said, state: State) -> None:
        """Take a comment out of sight, or put it back, and tell it."""
        comments.set_state(tx, comment.id, state)
        comments.recount_around(tx, comment)
        revision = posts.tell(tx, post)
        author_id = comment.author_id or ""
        if state == "removed":
            tx.publish(
                CommentDeleted(
                    comment_id=comment.id, post_id=post.id, author_id=author_id, by_staff=True, revision=revision
                )
            )
            return
        parent_id = None if comment.under_id == post.id else comment.under_id
        parent = comments.said(tx, "", [parent_id]).get(parent_id) if parent_id else None
        tx.publish(
            CommentRestored(
                comment_id=comment.id,
                post_id=post.id,
                post_author_id=post.author_id,
                parent_id=parent_id,
                parent_author_id=parent.author_id if parent else None,
                author_id=author_id,
                text=comment.text,
                spans=comment.spans,
                created_at=comment.created_at,
                revision=revision,
            )
        )

    # ── drawing ──

    def _drawn(self, tx: Tx, rows: list[Filed], *, words: bool = False) -> list[Case]:
        """Draw cases for staff."""
        now = reports.standings(tx, [row.target_id for row in rows])
        cards = members.cards(tx, {one for row in rows for one in (row.author_id, row.decided_by) if one})
        return [_case(row, now.get(row.target_id), cards, words=words or rules.shown_in_lists(row)) for row in rows]

    def _in_full(self, tx: Tx, case: Filed) -> CaseRead:
        """Draw a case with its reports."""
        [drawn] = self._drawn(tx, [case], words=True)
        rows = reports.reports_of(tx, case.id)
        cards = members.cards(tx, {row.reporter_id for row in rows})
        told = [
            Report(user=cards.get(row.reporter_id), reason=row.reason, note=row.note, reported_at=wire(row.reported_at))
            for row in rows
        ]
        return CaseRead(**{field: getattr(drawn, field) for field in Case.__struct_fields__}, reports=told)


def _case(case: Filed, now: reports.Standing | None, cards: dict[str, Card], *, words: bool) -> Case:
    decided = None
    if case.revision:
        decided = Decided(at=wire(case.since), by=cards.get(case.decided_by or ""), reason=case.decision or "")
    return Case(
        id=case.id,
        target=Target(
            kind="comment" if case.comment_id else "post",
            post_id=case.post_id,
            comment_id=case.comment_id,
            author=cards.get(case.author_id),
            text=case.text if words else None,
            text_now=now.text if words and now and now.text not in {"", case.text} else None,
            audience=case.audience_kind,
            state=now.state if now else "deleted",
        ),
        state=case.state,
        reasons=case.reasons,
        reporters=case.reporters,
        first_reported_at=wire(case.first_at),
        last_reported_at=wire(case.last_at),
        revision=case.revision,
        decided=decided,
    )
