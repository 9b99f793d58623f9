"""The person beside the client: reads our pages like a browser without scripts, lets an app in, and knows the seeds."""

import os
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import requests

OOB = "urn:ietf:wg:oauth:2.0:oob"

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


class Member:
    """A member whom tests/run has made: `ANAMNESIS_TEST_HANDLE` and so on; others have `OTHER` in these names."""

    def __init__(self, which=""):
        self.base = os.environ["ANAMNESIS_TEST_URL"]
        self.handle = os.environ[f"ANAMNESIS_TEST_{which}HANDLE"]
        self.passphrase = os.environ[f"ANAMNESIS_TEST_{which}PASSPHRASE"]


def step(done):
    """Tells what was seen to work."""
    print(f"  {done}", flush=True)


def seed():
    """Seed 000, or a story of our own in the same shape where the seeds are absent."""
    folder = Path(os.environ.get("ANAMNESIS_SEEDS") or Path(__file__).parents[3] / "shared" / "seeds")
    found = sorted(folder.glob("000_*.txt"))
    if found:
        return found[0].read_text(encoding="utf-8")
    step(f"the seeds are absent ({folder}): a story of our own in the same shape is posted instead")
    return OWN_STORY


def words_of(text):
    """The title and the beginning of the first sentence of the original: what readers must be shown."""
    title = next(line for line in text.splitlines() if " / " in line).split(" / ")[1].strip()
    original = text.split("原文 (Original Japanese)")[1].strip()
    return title, original[:12]


def authorise(address, member):
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
                fields[field["name"]] = member.passphrase
            elif field.get("autocomplete") == "username":
                fields[field["name"]] = member.handle
        button = form["buttons"][0]
        if button.get("name"):
            fields[button["name"]] = button.get("value", "")
        answer = browser.post(urljoin(answer.url, form["action"]), data=fields, timeout=30)
    sys.exit(f"no code after three forms; the last page was:\n{answer.text}")


def apply(base, handle, reason):
    """Fills in the form of those who want to join, and lets a moderator decide."""
    browser = requests.Session()
    answer = browser.get(f"{base}/sign-up", timeout=30)
    form = next(form for form in Page(answer.text).forms if any(field.get("name") == "handle" for field in form["fields"]))
    kept = {field["name"]: field.get("value", "") for field in form["fields"] if field.get("type") == "hidden"}
    passphrase = "seven slow lanterns drift"
    said = {
        "handle": handle, "name": "", "passphrase": passphrase, "passphrase-again": passphrase, "old-enough": "yes",
        "agrees": "yes", "reason": reason,
    }  # fmt: skip
    browser.post(urljoin(answer.url, form["action"]), data={**kept, **said}, timeout=30).raise_for_status()


def is_ours(field):
    """Whether a field or button belongs to the form that lets an app in, and not to the page's frame."""
    return field.get("type") == "password" or field.get("value") == "allow"


def eventually(what, ask, seconds=10):
    """Asks until the answer is true, and returns it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.05)
    sys.exit(f"not within {seconds} s: {what}")
