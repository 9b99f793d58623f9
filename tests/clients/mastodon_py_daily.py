"""Mastodon.py, unmodified, against a live server: a member's daily use beside telling stories.

    ANAMNESIS_TEST_URL=… ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_PASSPHRASE=… ANAMNESIS_TEST_OTHER_HANDLE=…
    ANAMNESIS_TEST_OTHER_PASSPHRASE=… mastodon_py_daily.py

Each step prints a line; the first that fails ends the program with a traceback.
"""

import http.server
import threading
from datetime import datetime, timedelta, timezone

from mastodon import Mastodon, MastodonNotFoundError, StreamListener

from person import OOB, Member, authorise, eventually, step
from picture import png

SCOPES = ["read", "write", "follow", "push"]


def sign_in(member):
    client_id, client_secret = Mastodon.create_app(
        "A daily client", scopes=SCOPES, redirect_uris=OOB, api_base_url=member.base
    )
    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=member.base)
    address = client.auth_request_url(redirect_uris=OOB, scopes=SCOPES, allow_http=True)
    client.log_in(code=authorise(address, member), redirect_uri=OOB, scopes=SCOPES, allow_http=True)
    return client


def gone(ask):
    try:
        ask()
    except MastodonNotFoundError:
        return True
    return False


def writing(mine, other):
    warned = mine.status_post("Bad nights again.", spoiler_text="sleep", sensitive=True, language="en")
    assert warned.spoiler_text == "sleep" and warned.sensitive and warned.language == "en", warned
    step("posted with a warning and a language")

    picture = mine.media_post(png(), mime_type="image/png", description="A coloured square", focus=(0.5, -0.5))
    assert picture.type == "image" and picture.description == "A coloured square", picture
    picture = mine.media_update(picture.id, description="A square with a gradient")
    shown = mine.status_post("My pill box, without a label.", media_ids=[picture.id])
    [attachment] = mine.status(shown.id).media_attachments
    assert attachment.description == "A square with a gradient" and attachment.blurhash, attachment
    step("posted a picture with a text for those who do not see it")

    asked = mine.status_post(
        "Do you take it in the morning?",
        poll=mine.make_poll(["morning", "evening"], expires_in=3600),
    )
    assert [option.title for option in asked.poll.options] == ["morning", "evening"], asked.poll
    voted = other.poll_vote(asked.poll.id, [1])
    assert voted.voted and voted.own_votes == [1] and voted.options[1].votes_count == 1, voted
    assert mine.poll(asked.poll.id).votes_count == 1
    step("asked, and the other one voted")

    at = datetime.now(timezone.utc) + timedelta(hours=2)
    planned = mine.status_post("Later.", scheduled_at=at)
    assert planned.params.text == "Later.", planned
    moved = mine.scheduled_status_update(planned.id, at + timedelta(hours=1))
    assert moved.scheduled_at > planned.scheduled_at, moved
    assert planned.id in [entry.id for entry in mine.scheduled_statuses()]
    mine.scheduled_status_delete(planned.id)
    assert mine.scheduled_statuses() == []
    step("planned a post, moved it, and took it off again")

    first = mine.status_post("Does anybody else have this?", language="en")
    reply = other.status_reply(first, "Yes, since spring.")
    thread = mine.status_context(first.id)
    assert [post.id for post in thread.descendants] == [reply.id], thread
    edited = mine.status_update(first.id, "Does anybody else have this at night?")
    assert "at night" in edited.content and edited.edited_at, edited
    assert "at night" in mine.status_history(first.id)[-1].content
    assert [post.id for post in mine.statuses([first.id, reply.id])] == [first.id, reply.id]
    step("was answered, edited, and read the history")
    return first, reply


def reacting(mine, other, post):
    assert other.status_favourite(post.id).favourited
    assert other.status_reblog(post.id).reblog.id == post.id
    assert other.status_bookmark(post.id).bookmarked
    assert [found.id for found in other.bookmarks()] == [post.id]
    assert [found.id for found in other.favourites()] == [post.id]
    assert mine.status_pin(post.id).pinned
    me = mine.me()
    assert [found.id for found in mine.account_statuses(me.id, pinned=True)] == [post.id]
    assert mine.status_mute(post.id).muted and not mine.status_unmute(post.id).muted
    groups = eventually(
        "grouped notifications",
        lambda: (found := mine.grouped_notifications()) and len(found.notification_groups) >= 2 and found,
    )
    kinds = {group.type for group in groups.notification_groups}
    assert {"favourite", "reblog"} <= kinds, kinds
    assert len(mine.notifications(types=["favourite"])) == 1
    assert mine.unread_grouped_notifications_count() >= 2
    one = next(group for group in groups.notification_groups if group.type == "favourite")
    mine.dismiss_grouped_notification(one.group_key)
    assert mine.notifications(types=["favourite"]) == []
    for undo in (other.status_unfavourite, other.status_unreblog, other.status_unbookmark):
        undo(post.id)
    assert not mine.status_unpin(post.id).pinned
    step("favourite, boost, bookmark, pin, mute, and the notices of them, in groups")


def relating(mine, other):
    them = other.me()
    assert mine.account_follow(them.id).following
    assert mine.account_relationships([them.id])[0].following
    mine.account_note_set(them.id, "met in the group")
    assert mine.account_relationships([them.id])[0].note == "met in the group"
    group = mine.list_create("from the group")
    mine.list_accounts_add(group.id, [them.id])
    assert [entry.id for entry in mine.list_accounts(group.id)] == [them.id]
    post = other.status_post("A quiet day.")
    eventually("the list shows it", lambda: post.id in [found.id for found in mine.timeline_list(group.id)])
    mine.list_update(group.id, "old friends", replies_policy="none")
    assert [found.title for found in mine.lists()] == ["old friends"]
    mine.list_accounts_delete(group.id, [them.id])
    mine.list_delete(group.id)
    assert gone(lambda: mine.list(group.id))
    step("followed, noted, and kept a list")

    hidden = mine.create_filter_v2(
        "not now", ["home", "public"], "warn", keywords_attributes=[{"keyword": "quiet", "whole_word": True}]
    )
    [found] = [found for found in mine.timeline_home() if found.id == post.id]
    assert found.filtered[0].filter.id == hidden.id and found.filtered[0].keyword_matches == ["quiet"], found
    mine.delete_filter_v2(hidden.id)
    assert mine.filters_v2() == []
    step("a filter marks what it finds")

    mine.markers_set(["home"], [post.id])
    assert mine.markers_get(["home"])["home"].last_read_id == post.id
    mine.tag_follow("tinnitus")
    assert [tag.name for tag in mine.followed_tags()] == ["tinnitus"]
    mine.tag_unfollow("tinnitus")
    assert mine.search_v2("zolo", result_type="hashtags").hashtags, "the vocabulary is not offered"
    assert [found.id for found in mine.search_v2(them.username, result_type="accounts").accounts] == [them.id]
    step("markers, followed hashtags, search")

    said = other.status_post(f"@{mine.me().username} just between us", visibility="direct")
    talk = eventually("a conversation", lambda: mine.conversations())[0]
    assert talk.last_status.id == said.id and talk.unread, talk
    assert not mine.conversations_read(talk.id).unread
    step("a conversation, and read it")

    report = mine.report(them.id, [post.id], comment="not meant for here", category="other")
    assert report.category == "other", report
    assert mine.account_mute(them.id, duration=60).muting and not mine.account_unmute(them.id).muting
    assert mine.account_block(them.id).blocking
    assert [found.id for found in mine.blocks()] == [them.id]
    assert not mine.account_unblock(them.id).blocking
    mine.domain_block("rude.example")
    assert mine.domain_blocks() == ["rude.example"]
    mine.domain_unblock("rude.example")
    step("report, mute, block, domain block")


class Heard(StreamListener):
    """What came down a stream, with the time between posting and hearing."""

    def __init__(self):
        self.updates, self.deletes, self.notices = [], [], []

    def on_update(self, status):
        self.updates.append(status.id)

    def on_delete(self, status_id):
        self.deletes.append(str(status_id))

    def on_notification(self, notification):
        self.notices.append(notification.type)


def streaming(mine, other):
    assert mine.stream_healthy()
    mine.account_follow(other.me().id)
    heard, stream = Heard(), None
    stream = mine.stream_user(heard, run_async=True)
    eventually("the stream is open", stream.is_receiving)
    post = other.status_post(f"@{mine.me().username} are you awake?")
    eventually("the stream tells of a post within a second", lambda: post.id in heard.updates, seconds=1)
    eventually("the stream tells of a notice", lambda: "mention" in heard.notices, seconds=1)
    other.status_delete(post.id)
    eventually("the stream tells of a deletion", lambda: post.id in heard.deletes, seconds=1)
    stream.close()
    step("a stream tells of a post, a notice and a deletion within a second")


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Where a push service would be."""

    pushed = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Endpoint.pushed.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(201)
        self.end_headers()

    def log_message(self, *_):
        pass


def pushing(mine, other):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    private, public = mine.push_subscription_generate_keys()
    assert gone(mine.push_subscription)
    subscription = mine.push_subscription_set(
        f"http://push.localhost:{server.server_port}/one", public, mention_events=True
    )
    assert subscription.alerts.mention and subscription.server_key, subscription
    other.status_post(f"@{mine.me().username} did you sleep?")
    headers, body = eventually("a push", lambda: Endpoint.pushed)[0]
    # Mastodon.py never sends its `standard`, so it is served in the form of before RFC 8291, which it can open.
    told = mine.push_subscription_decrypt_push(body, private, headers["encryption"], headers["crypto-key"])
    assert told.notification_type == "mention" and headers["ttl"], (told, headers)
    mine.push_subscription_delete()
    assert gone(mine.push_subscription)
    server.shutdown()
    step("a push arrives encrypted, and ends with its subscription")


def main():
    mine, other = sign_in(Member()), sign_in(Member("OTHER_"))
    instance = mine.instance_v2()
    assert instance.api_versions["mastodon"] >= 2, instance.api_versions
    step(f"signed in twice; the server says {instance.version}")
    post, reply = writing(mine, other)
    reacting(mine, other, post)
    relating(mine, other)
    streaming(mine, other)
    pushing(mine, other)
    other.status_delete(reply.id)
    mine.status_delete(post.id)
    assert gone(lambda: mine.status(post.id))
    step("took it all back")


if __name__ == "__main__":
    main()
