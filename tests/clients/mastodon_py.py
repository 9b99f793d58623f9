"""Mastodon.py, unmodified, against a live server: what a patient does with it, from signing in to taking a story back.

    ANAMNESIS_TEST_URL=http://localhost:3000 ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_PASSPHRASE=… mastodon_py.py

The story is seed 000, read from ANAMNESIS_SEEDS or ../shared/seeds beside the project. Each step prints a line; the
first that fails ends the program with a traceback.
"""

import sys
from pathlib import Path

import requests
from mastodon import Mastodon, MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError

from person import OOB, Member, authorise, seed, step, words_of

SCOPES = ["read", "write", "follow"]
PICTURE = Path(__file__).parents[2] / "src" / "http" / "web" / "assets" / "header.png"
ACTIVITY = {"Accept": "application/activity+json"}


def gone(address, headers=None):
    return requests.get(address, headers=headers, timeout=30, allow_redirects=True).status_code


def main():
    member = Member()
    base = member.base

    client_id, client_secret = Mastodon.create_app(
        "A client under test", scopes=SCOPES, redirect_uris=OOB, api_base_url=base
    )
    step("registered an app")

    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base)
    address = client.auth_request_url(redirect_uris=OOB, scopes=SCOPES, allow_http=True)
    code = authorise(address, member)
    client.log_in(code=code, redirect_uri=OOB, scopes=SCOPES, allow_http=True)
    me = client.account_verify_credentials()
    assert me.username == member.handle, me
    step(f"signed in as {me.acct} by the code flow")

    try:
        client.log_in(code=code, redirect_uri=OOB, scopes=SCOPES, allow_http=True)
        sys.exit("a code was good twice")
    except (MastodonAPIError, MastodonIllegalArgumentError):
        step("the same code was refused the second time")
    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base)
    client.log_in(code=authorise(address, member), redirect_uri=OOB, scopes=SCOPES, allow_http=True)

    text = seed()
    status = client.status_post(text, language="ja", visibility="public", idempotency_key="a story, once")
    again = client.status_post(text, language="ja", visibility="public", idempotency_key="a story, once")
    assert again.id == status.id, "the same key made two stories"
    step(f"posted a story of {len(text)} characters once, though it was sent twice")

    read = client.status(status.id)
    assert read.id == status.id and read.account.id == me.id and read.visibility == "public", read
    for words in words_of(text):
        assert words in read.content, f"{words!r} is not in {read.content}"
    assert status.id in [item.id for item in client.timeline_local()], "not in the local timeline"
    assert status.id in [item.id for item in client.account_statuses(me.id)], "not among the member's own"
    assert requests.get(status.uri, headers=ACTIVITY, timeout=30).json()["type"] == "Note"
    step("read it back: alone, in the timeline, on the member's page, as an activity's object")

    source = client.status_source(status.id)
    added = "一日たって書き足しました。"
    beginning = words_of(text)[1]
    assert beginning in source.text, source.text
    edited = client.status_update(status.id, source.text.replace(beginning, f"{added}\n\n{beginning}", 1))
    assert edited.id == status.id and edited.edited_at, edited
    read = client.status(status.id)
    assert added in read.content and added in client.status_source(status.id).text, read.content
    step("edited it")

    picture = client.media_post(str(PICTURE), description="A wide, plain banner", focus=(0.5, -0.25))
    shown = client.status_post("", media_ids=[picture], visibility="unlisted")
    (seen,) = client.status(shown.id).media_attachments
    assert seen.id == picture.id and seen.description == "A wide, plain banner", seen
    assert (seen.meta.focus.x, seen.meta.focus.y) == (0.5, -0.25), seen.meta
    fetched = requests.get(seen.url, timeout=30)
    assert fetched.headers["Content-Type"] == "image/png" and fetched.content[:4] == b"\x89PNG", fetched.headers
    client.account_update_credentials(avatar=str(PICTURE))
    assert "/media/" in client.account_verify_credentials().avatar
    client.status_delete(shown.id)
    assert gone(seen.url) == 404, "the picture of a deleted post is still there"
    step("posted a picture with its description and nothing else, looked at it, deleted it; put on a face")

    client.status_delete(status.id)
    try:
        client.status(status.id)
        sys.exit("a deleted story is still answered")
    except MastodonNotFoundError:
        pass
    assert status.id not in [item.id for item in client.timeline_local()], "still in the local timeline"
    for address, headers in ((status.uri, ACTIVITY), (status.url, None)):
        assert gone(address, headers) == 410, f"{address} answers {gone(address, headers)}, not 410"
    step("deleted it: 404 in the client API, 410 for page and object, in no timeline")


if __name__ == "__main__":
    main()
