"""Mastodon.py, unmodified, against a live server: a moderator's work at the desk from a program.

    ANAMNESIS_TEST_URL=… ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_PASSPHRASE=… ANAMNESIS_TEST_OTHER_HANDLE=…
    ANAMNESIS_TEST_OTHER_PASSPHRASE=… mastodon_py_admin.py

The first member is a moderator, the other is not. Each step prints a line; the first that fails ends the program with a
traceback.
"""

from datetime import datetime, timedelta, timezone

from mastodon import Mastodon, MastodonAPIError, MastodonUnauthorizedError

from person import OOB, Member, apply, authorise, eventually, step

SCOPES = ["read", "write", "follow"]
DESK = [*SCOPES, "admin:read", "admin:write"]


def sign_in(member, scopes):
    client_id, client_secret = Mastodon.create_app(
        "A moderator's client", scopes=scopes, redirect_uris=OOB, api_base_url=member.base
    )
    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=member.base)
    address = client.auth_request_url(redirect_uris=OOB, scopes=scopes, allow_http=True)
    client.log_in(code=authorise(address, member), redirect_uri=OOB, scopes=scopes, allow_http=True)
    return client


def refused(ask):
    try:
        ask()
    except MastodonAPIError as error:
        return error
    raise AssertionError("this should have been refused")


def old_list(desk, status):
    """The numbers of accounts in the first version of the list, which Mastodon.py gives as plain dictionaries."""
    return {str(seen["id"]) for seen in desk.admin_accounts_v1(status=status)}


def coming_in(desk, other):
    me = desk.me()
    assert int(me.role.permissions) & (1 << 4 | 1 << 5 | 1 << 10), me.role
    assert int(other.me().role.permissions) == 0, other.me().role
    for ask in (other.admin_accounts_v2, other.admin_domain_blocks, other.admin_ip_blocks):
        refused(ask)
    step("a moderator comes in, and a member who is none does not")


def applicants(desk, member):
    apply(member.base, "slow_violet_lantern_8", "I would like to tell what happened to me.")
    apply(member.base, "loud_violet_lantern_9", "Buy my pills.")
    waiting = {seen.username: seen for seen in desk.admin_accounts_v2(origin="local", status="pending")}
    assert {str(seen.id) for seen in waiting.values()} == old_list(desk, "pending")
    slow, loud = waiting["slow_violet_lantern_8"], waiting["loud_violet_lantern_9"]
    assert slow.invite_request == "I would like to tell what happened to me." and not slow.approved, slow
    assert slow.email == "" and slow.ip is None and slow.ips == [], slow
    welcome = desk.admin_account_approve(slow.id)
    assert welcome.approved and welcome.invite_request is None, welcome
    assert desk.admin_account_reject(loud.id).username == loud.username
    assert desk.admin_accounts_v2(status="pending") == []
    step("read two applications, and let one in")


def limits(desk, other):
    them = other.me()
    post = other.status_post("Who else hears a ringing?")
    assert them.id in [seen.id for seen in desk.admin_accounts_v2(origin="local", username=them.username)]
    assert [seen.id for seen in desk.admin_accounts_v2(permissions="staff", username=desk.me().username)] == [desk.me().id]
    seen = desk.admin_account(them.id)
    assert seen.account.id == them.id and seen.role.permissions == "0" and seen.domain is None, seen

    desk.admin_account_moderate(them.id, "silence")
    assert desk.admin_account(them.id).silenced and desk.account(them.id).limited
    assert old_list(desk, "silenced") == {str(them.id)}
    assert not desk.admin_account_unsilence(them.id).silenced
    desk.admin_account_moderate(them.id, "sensitive")
    assert desk.admin_account(them.id).sensitized and desk.status(post.id).sensitive
    assert not desk.admin_account_unsensitive(them.id).sensitized
    desk.admin_account_moderate(them.id, "none")
    step("kept a member out of public lists, covered their pictures, and took that back")

    assert other.account_verify_credentials().id == them.id
    desk.admin_account_moderate(them.id, "disable")
    assert desk.admin_account(them.id).disabled
    eventually("the member's app has ended", lambda: ended(other))
    assert not desk.admin_account_enable(them.id).disabled
    desk.admin_account_moderate(them.id, "suspend", text="nobody reads this", send_email_notification=False)
    assert desk.admin_account(them.id).suspended
    assert [found.id for found in desk.admin_accounts_v2(status="suspended")] == [them.id]
    assert not desk.admin_account_unsuspend(them.id).suspended
    refused(lambda: desk.admin_account_moderate(desk.me().id, "suspend"))
    step("stopped a member's sign-in, suspended them, and took that back")


def ended(client):
    try:
        client.account_verify_credentials()
    except MastodonUnauthorizedError:
        return True
    return False


def reports(desk, other):
    """The other member is reported by the one who was let in."""
    them = other.me()
    post = other.status_post("You are all lying.")
    filed = desk.report(them.id, [post.id], comment="This is not kind.", category="violation", rule_ids=[2])
    [found] = desk.admin_reports(target_account_id=them.id)
    assert found.id == filed.id and found.statuses[0].id == post.id and found.rules[0].id == "2", found
    assert found.account.id == desk.me().id and found.target_account.id == them.id and not found.action_taken, found
    assert desk.admin_report_assign(found.id).assigned_account.id == desk.me().id
    assert desk.admin_report_unassign(found.id).assigned_account is None
    closed = desk.admin_report_resolve(found.id)
    assert closed.action_taken and closed.action_taken_by_account.id == desk.me().id, closed
    assert desk.admin_reports(target_account_id=them.id) == []
    assert [gone.id for gone in desk.admin_reports(resolved=True, target_account_id=them.id)] == [found.id]
    assert not desk.admin_report_reopen(found.id).action_taken
    desk.admin_account_moderate(them.id, "silence", report_id=found.id)
    assert desk.admin_report(found.id).action_taken and desk.admin_account(them.id).silenced
    desk.admin_account_unsilence(them.id)
    step("took a report up, closed it, opened it again, and closed it with what was done")


def servers(desk):
    made = desk.admin_create_domain_block("bad.example", reject_media=True, public_comment="It shouts.")
    assert made.severity == "silence" and made.reject_media and made.digest, made
    assert [found.id for found in desk.admin_domain_blocks()] == [made.id]
    assert desk.admin_domain_blocks(made.id).public_comment == "It shouts."
    again = refused(lambda: desk.admin_create_domain_block("bad.example", severity="suspend"))
    assert "bad.example" in str(again), again
    changed = desk.admin_update_domain_block(made.id, severity="suspend", private_comment="Three reports.", obfuscate=True)
    assert changed.severity == "suspend" and changed.reject_media and changed.obfuscate, changed
    assert [found.severity for found in desk.instance_domain_blocks()] == ["suspend"]
    several = [desk.admin_create_domain_block(f"{name}.example", severity="suspend") for name in "abc"]
    pages = list(desk.pagination_iterator(desk.admin_domain_blocks(limit=2)))
    assert [found.id for found in pages] == [found.id for found in [*reversed(several), made]], pages
    for found in pages:
        desk.admin_delete_domain_block(found.id)
    assert desk.admin_domain_blocks() == []
    step("limited servers, page by page, and took that back")

    allowed = desk.admin_create_domain_allow("good.example")
    assert desk.admin_create_domain_allow("good.example").id == allowed.id
    assert desk.admin_domain_allow(allowed.id).domain == "good.example"
    assert [found.id for found in desk.admin_domain_allows()] == [allowed.id]
    desk.admin_delete_domain_allow(allowed.id)
    assert desk.admin_domain_allows() == []
    step("allowed a server, and no longer")


def absent(desk):
    until = datetime.now(timezone.utc)
    since = until - timedelta(days=7)
    for none in (
        desk.admin_email_domain_blocks(),
        desk.admin_canonical_email_blocks(),
        desk.admin_ip_blocks(),
        desk.admin_trending_tags(),
        desk.admin_trending_statuses(),
        desk.admin_trending_links(),
        desk.admin_measures(since, until, active_users=True),
        desk.admin_dimensions(since, until, languages=True),
        desk.admin_retention(since, until),
    ):
        assert none == [], none
    step("there are no e-mails, addresses or figures about members")


def main():
    member = Member()
    desk, other = sign_in(member, DESK), sign_in(Member("OTHER_"), SCOPES)
    coming_in(desk, other)
    applicants(desk, member)
    reports(desk, other)
    servers(desk)
    absent(desk)
    limits(desk, other)


if __name__ == "__main__":
    main()
