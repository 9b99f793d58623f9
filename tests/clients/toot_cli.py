"""toot, unmodified, against a live server: the story told from a terminal, and daily use.

    ANAMNESIS_TEST_URL=… ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_PASSPHRASE=… ANAMNESIS_TEST_OTHER_HANDLE=… toot_cli.py

toot is started as a person starts it, with a settings folder of its own. Its story, seed 000, is then changed with
Mastodon.py and translated through the API: it keeps all its facts. Each step prints a line; the first that fails ends
the program with a traceback.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import requests
from mastodon import Mastodon

from person import Member, authorise, seed, step, words_of
from picture import png


class Toot:
    """The command, with a home of its own."""

    def __init__(self, home):
        self.program = str(Path(sys.executable).parent / "toot")
        self.environment = {**os.environ, "XDG_CONFIG_HOME": home, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}

    def __call__(self, *words, typed=None):
        """What it prints; fails with what it says when it fails."""
        done = subprocess.run(
            [self.program, *words], input=typed, capture_output=True, text=True, timeout=60, env=self.environment
        )
        assert done.returncode == 0, f"toot {' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *words):
        return json.loads(self(*words, "--json"))

    def sign_in(self, member):
        """Shows the address, waits for the code that the page shows."""
        command = [self.program, "login", "--instance", member.base]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=self.environment
        )
        address = next(line.strip() for line in process.stdout if line.startswith(("http://", "https://")))
        rest, _ = process.communicate(f"n\n{authorise(address, member)}\n", timeout=60)
        assert process.returncode == 0 and "logged in" in rest, rest


def facts_of(status):
    """The facts without what changes with the words."""
    story = status["story"]
    return {key: value for key, value in story.items() if key not in ("editions", "titleMap")}


def story(toot, member):
    text = seed()
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "story.txt"
        written.write_text(text, encoding="utf-8")
        with written.open(encoding="utf-8") as file:
            said = subprocess.run(
                [toot.program, "post", "--language", "ja"],
                stdin=file, capture_output=True, text=True, timeout=60, env=toot.environment,
            )
    assert said.returncode == 0, said.stderr
    number = re.search(r"/(\d+)\s*$", said.stdout.strip()).group(1)
    told = toot.json("status", number)
    title, beginning = words_of(text)
    assert title in told["content"] and beginning in told["content"], told["content"]
    assert told["card"] and told["card"]["url"] == told["url"], told["card"]
    step(f"told a story of {len(text)} characters, and it has a card")

    token = token_of(toot)
    client = Mastodon(access_token=token, api_base_url=member.base)
    source = client.status_source(number).text
    changed = client.status_update(number, source.replace(beginning, f"追記です。\n\n{beginning}", 1))
    read = requests.get(f"{member.base}/api/v1/statuses/{number}", timeout=30).json()
    assert changed.edited_at and "追記です" in read["content"], read["content"]
    assert facts_of(read) == facts_of(told), (facts_of(read), facts_of(told))
    step("Mastodon.py changed the text, and the facts stayed")

    english = client.status_translate(number, "en")
    assert english.content and english.detected_source_language == "ja" and english.provider, english
    assert "isotretinoin" in english.content.lower(), english.content
    step("the English edition is what a client shows as the translation")
    toot("delete", number)


def token_of(toot):
    """toot's own token, from its settings."""
    config = json.loads((Path(toot.environment["XDG_CONFIG_HOME"]) / "toot" / "config.json").read_text())
    return config["users"][config["active_user"]]["access_token"]


def daily(toot, member, other):
    toot("whoami")
    toot("instance")
    post = toot.json("post", "A quiet day.", "--language", "en", "--spoiler-text", "weather", "--sensitive")
    assert post["spoiler_text"] == "weather" and post["language"] == "en", post
    number = post["id"]
    for word, undo in (("favourite", "unfavourite"), ("reblog", "unreblog"), ("bookmark", "unbookmark"), ("pin", "unpin")):
        toot(word, number)
        toot(undo, number)
    reply = toot.json("post", "Still quiet.", "--reply-to", number)
    assert reply["in_reply_to_id"] == number, reply
    assert "Still quiet." in toot("thread", number)
    asked = toot.json("post", "Tea?", "--poll-option", "yes", "--poll-option", "no", "--poll-expires-in", "1 hour")
    assert "yes" in toot("polls", "show", asked["poll"]["id"])
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "square.png"
        picture.write_bytes(png())
        shown = toot.json("post", "A square.", "--media", str(picture), "--description", "a square")
    assert shown["media_attachments"][0]["description"] == "a square", shown
    planned = toot.json("post", "Later.", "--scheduled-in", "2 hours")
    assert planned["params"]["text"] == "Later.", planned
    step("posts with a warning, a reply, a poll, a picture, and one for later")

    friend = f"@{other.handle}"
    toot("follow", friend)
    assert other.handle in toot("following")
    toot("lists", "create", "friends")
    toot("lists", "add", "friends", friend)
    assert other.handle in toot("lists", "accounts", "friends")
    toot("timelines", "list", "friends", "--no-pager")
    toot("lists", "delete", "friends")
    toot("tags", "follow", "tinnitus")
    assert "tinnitus" in toot("tags", "followed")
    toot("tags", "unfollow", "tinnitus")
    for word, undo in (("mute", "unmute"), ("block", "unblock")):
        toot(word, friend)
        assert other.handle in toot({"mute": "muted", "block": "blocked"}[word])
        toot(undo, friend)
    for words in (("home",), ("public",), ("public", "--local"), ("tag", "tinnitus")):
        toot("timelines", *words, "--no-pager")
    toot("notifications")
    toot("search", other.handle)
    toot("bookmarks")
    for number in (post["id"], reply["id"], asked["id"], shown["id"]):
        toot("delete", number)
    step("follows, lists, hashtags, mutes, blocks, timelines, notices, search")


def main():
    member, other = Member(), Member("OTHER_")
    with tempfile.TemporaryDirectory() as home:
        toot = Toot(home)
        toot.sign_in(member)
        step("signed in with the code that the page shows")
        story(toot, member)
        daily(toot, member, other)


if __name__ == "__main__":
    main()
