"""Mastodon.py, unmodified, against a live server: what a patient does with it, from signing in to taking a story back.

    ANAMNESIS_TEST_URL=http://localhost:3000 ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_PASSPHRASE=… mastodon_py.py

The story is seed 000, read from ANAMNESIS_SEEDS or ../shared/seeds beside the project. Each step prints a line; the
first that fails ends the program with a traceback.
"""

import os
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import requests
from mastodon import Mastodon, MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError

OOB = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = ["read", "write", "follow"]
ORIGINAL = "原文 (Original Japanese)"
ACTIVITY = {"Accept": "application/activity+json"}

OWN_STORY = """← Back to all stories

After the Cream / 塗り薬のあと

Age: 36–45  ·  Duration of use: 1–6 months  ·  Current status: No, have stopped
Symptoms: Dry eyes, severe anxiety/panic

English Translation

My eyes were dry from the second week, and I was afraid of everything.

原文 (Original Japanese)

二週目から目が乾き、何もかもが怖くなりました。
"""


class Page(HTMLParser):
    """The forms of a page with their fields, and what stands in a <code> of its main part."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.code, self._in_main, self._in_code = [], "", False, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append({"action": attributes.get("action", ""), "fields": [], "buttons": []})
        elif tag == "input" and self.forms:
            self.forms[-1]["fields"].append(attributes)
        elif tag == "button" and self.forms:
            self.forms[-1]["buttons"].append(attributes)
        self._in_main = self._in_main or tag == "main"
        self._in_code = self._in_main and tag == "code"

    def handle_endtag(self, tag):
        self._in_main = self._in_main and tag != "main"
        self._in_code = False

    def handle_data(self, data):
        if self._in_code:
            self.code += data.strip()


def step(done):
    print(f"  {done}", flush=True)


def seed():
    folder = Path(os.environ.get("ANAMNESIS_SEEDS") or Path(__file__).parents[3] / "shared" / "seeds")
    found = sorted(folder.glob("000_*.txt"))
    if found:
        return found[0].read_text(encoding="utf-8")
    step(f"the seeds are absent ({folder}): a story of our own in the same shape is posted instead")
    return OWN_STORY


def words_of(text):
    """The title and the beginning of the first sentence of the original: what readers must be shown."""
    title = next(line for line in text.splitlines() if " / " in line).split(" / ")[1].strip()
    original = text.split(ORIGINAL)[1].strip()
    return title, original[:12]


def authorise(address, handle, passphrase):
    """Goes through the authorise page as a browser does, and returns the code that it shows."""
    browser = requests.Session()
    answer = browser.get(address, timeout=30)
    for _ in range(3):
        answer.raise_for_status()
        page = Page(answer.text)
        if page.code:
            return page.code
        form = next(form for form in page.forms if any(is_ours(field) for field in form["fields"] + form["buttons"]))
        fields = {field["name"]: field.get("value", "") for field in form["fields"] if field.get("name")}
        for field in form["fields"]:
            if field.get("type") == "password":
                fields[field["name"]] = passphrase
            elif field.get("autocomplete") == "username":
                fields[field["name"]] = handle
        button = form["buttons"][0]
        if button.get("name"):
            fields[button["name"]] = button.get("value", "")
        answer = browser.post(urljoin(answer.url, form["action"]), data=fields, timeout=30)
    sys.exit(f"no code after three forms; the last page was:\n{answer.text}")


def is_ours(field):
    """Whether a field or button belongs to the form that lets an app in, and not to the page's frame."""
    return field.get("type") == "password" or field.get("value") == "allow"


def gone(address, headers=None):
    return requests.get(address, headers=headers, timeout=30, allow_redirects=True).status_code


def main():
    base = os.environ["ANAMNESIS_TEST_URL"]
    handle, passphrase = os.environ["ANAMNESIS_TEST_HANDLE"], os.environ["ANAMNESIS_TEST_PASSPHRASE"]

    client_id, client_secret = Mastodon.create_app(
        "A client under test", scopes=SCOPES, redirect_uris=OOB, api_base_url=base
    )
    step("registered an app")

    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base)
    address = client.auth_request_url(redirect_uris=OOB, scopes=SCOPES, allow_http=True)
    code = authorise(address, handle, passphrase)
    client.log_in(code=code, redirect_uri=OOB, scopes=SCOPES, allow_http=True)
    me = client.account_verify_credentials()
    assert me.username == handle, me
    step(f"signed in as {me.acct} by the code flow")

    try:
        client.log_in(code=code, redirect_uri=OOB, scopes=SCOPES, allow_http=True)
        sys.exit("a code was good twice")
    except (MastodonAPIError, MastodonIllegalArgumentError):
        step("the same code was refused the second time")
    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base)
    client.log_in(code=authorise(address, handle, passphrase), redirect_uri=OOB, scopes=SCOPES, allow_http=True)

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
