"""What other servers read, taken through JSON-LD: nothing is lost, nothing means nothing, lists keep their order.

    ANAMNESIS_TEST_URL=http://localhost:3000 ANAMNESIS_TEST_TOKEN=… json_ld.py

Most of the fediverse reads our documents as plain JSON. A reader that takes JSON-LD at its word expands them, and what
their contexts do not define becomes a blank-node property and is gone. So each document is expanded and compacted
again with its own context, and must come back the same. Contexts are read from tests/fixtures/contexts; one that is
not there fails the run. Each step prints a line; the first that fails ends the program with a traceback.
"""

import copy
import json
import os
import sys
from pathlib import Path

import requests
from pyld import jsonld

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "contexts"
PICTURE = ROOT / "src" / "http" / "web" / "assets" / "header.png"
SCHEMA = ROOT / "src" / "domain" / "story" / "document" / "patient-story.schema.json"
CONTEXTS = {
    "https://www.w3.org/ns/activitystreams": FIXTURES / "activitystreams.json",
    "https://w3id.org/security/v1": FIXTURES / "security-v1.json",
}
ACTIVITY = {"Accept": "application/activity+json"}
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"

STORY = """After the tablets / 薬のあと

Medication: Zoloft
Dose: 50 mg
Taken for: panic attacks
Obtained from: hospital
Other medications: ibuprofen, melatonin
Symptoms: tinnitus, severe insomnia, dizziness, emotional blunting
Benefits: fewer panic attacks
Condition: Post-SSRI sexual dysfunction
Age: 29 · Gender: woman · Country: Japan
Duration of use: 18 months
Current status: No, have stopped
Time since stopping: 3 years
Onset: within a week
Outcome: improving
Warned beforehand: no
Prescriber's response: dismissed
Would take again: no

#sertraline #tinnitus

For a year and a half it helped. On the fourth day without it the dizziness began, and the ringing has not stopped.

日本語訳

一年半のあいだは助けられました。やめて四日目にめまいが始まり、耳鳴りは今も続いています。
"""


def step(done):
    print(f"  {done}", flush=True)


def load(address, _options):
    """The only contexts there are: nothing is fetched."""
    document = json.loads(CONTEXTS[address].read_text(encoding="utf-8"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}


def terms(context):
    """All definitions of a context, those of the fixtures too."""
    found = {}
    for part in context if isinstance(context, list) else [context]:
        found |= load(part, None)["document"]["@context"] if isinstance(part, str) else part
    return found


def blank(value, path=""):
    """Where an expanded document uses a blank node in place of a name."""
    if isinstance(value, list):
        return [found for item in value for found in blank(item, path)]
    if isinstance(value, dict):
        here = [f"{path}/{key}" for key in value if key.startswith("_:")]
        return here + [found for key, item in value.items() for found in blank(item, f"{path}/{key}")]
    return [f"{path}: {value}"] if isinstance(value, str) and value.startswith("_:") else []


def plain(value, lists, is_list=False):
    """A value in a form in which two spellings of the same are equal.

    A set of one is its member, and the order of a set means nothing; a list (`@container: @list`) stays as it is.
    """
    if isinstance(value, dict):
        same = {key: plain(item, lists, key in lists) for key, item in value.items()}
        if "formerType" in same:
            # Its context takes it for an address, while all examples of ActivityStreams write the bare name.
            same["formerType"] = same["formerType"].split("/")[-1]
        return same
    if isinstance(value, list) and is_list:
        return [plain(item, lists) for item in value]
    if isinstance(value, list) and len(value) == 1:
        return plain(value[0], lists)
    if isinstance(value, list):
        return sorted((plain(item, lists) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return PUBLIC if value == "as:Public" else value


def differences(one, other, path=""):
    """Where two values differ, as paths."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted(one.keys() | other.keys())
        return [found for key in keys for found in differences(one.get(key), other.get(key), f"{path}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other))
        return [found for at, (left, right) in pairs for found in differences(left, right, f"{path}/{at}")]
    return [] if one == other else [f"{path}: {one!r} came back as {other!r}"]


def problems(document):
    """What JSON-LD does not keep of a document."""
    context = document["@context"]
    expanded = jsonld.expand(document)
    lists = {name for name, term in terms(context).items() if isinstance(term, dict) and term.get("@container") == "@list"}
    returned = jsonld.compact(expanded, context)
    # Set aside, since a set of one context is the same context.
    bare = {key: value for key, value in document.items() if key != "@context"}
    returned.pop("@context", None)
    return blank(expanded) + differences(plain(bare, lists), plain(returned, lists))


def check(name, document):
    found = problems(document)
    if found:
        sys.exit(f"{name} is not the same after JSON-LD:\n  " + "\n  ".join(found))
    step(f"{name}: {len(json.dumps(document))} bytes expanded and back, nothing lost")


def everything(schema, definitions, name=""):
    """A value that has every member that a JSON Schema knows, with two items in each list."""
    if "$ref" in schema:
        return everything(definitions[schema["$ref"].split("/")[-1]], definitions, name)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][-1]
    kind = schema["type"]
    if kind == "object" and "properties" in schema:
        return {key: everything(value, definitions, key) for key, value in schema["properties"].items()}
    if kind == "object":
        return {"en": f"{name} in English", "ja": f"{name} 日本語"}
    if kind == "array":
        words = schema["items"]
        words = definitions[words["$ref"].split("/")[-1]] if "$ref" in words else words
        if "enum" in words:
            return words["enum"][:-3:-1]
        items = [everything(schema["items"], definitions, name) for _ in range(2)]
        for number, item in enumerate(items):
            # In the wrong order for whoever sorts.
            item["name" if "name" in item else "given" if "given" in item else "value"] = f"{name} {2 - number}"
        return items
    if kind == "string":
        return f"https://words.example/{name}" if str(schema.get("pattern", "")).startswith("^http") else f"a {name}"
    return {"integer": 3, "boolean": False}[kind]


def get(address, status=200):
    answer = requests.get(address, headers=ACTIVITY, timeout=30)
    assert answer.status_code == status, f"{address} answers {answer.status_code}: {answer.text[:500]}"
    return answer.json()


def main():
    jsonld.set_document_loader(load)
    base = os.environ["ANAMNESIS_TEST_URL"]
    member = requests.Session()
    member.headers["Authorization"] = f"Bearer {os.environ['ANAMNESIS_TEST_TOKEN']}"

    def post(text, **more):
        answer = member.post(f"{base}/api/v1/statuses", json={"status": text, "language": "en", **more}, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    status = post(STORY)
    note = get(status["uri"])
    story = note["patientStory"]
    assert len(story["symptoms"]) >= 3 and len(story["editions"]) == 2, json.dumps(story, ensure_ascii=False, indent=1)
    check("a story", note)

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    full = everything(schema, schema["$defs"])
    unstated = sorted(full.keys() - story.keys())
    check("the same with every fact of the schema", {**note, "patientStory": full})
    step(f"facts that the posted story does not state itself: {', '.join(unstated)}")

    for place in ("", "patientStory"):
        strange = copy.deepcopy(note)
        (strange[place] if place else strange)["notDefinedAnywhere"] = "x"
        assert problems(strange), "a key without a meaning was not noticed"
    swapped = copy.deepcopy(note)
    swapped["patientStory"]["symptoms"].reverse()
    lists = {"symptoms"}
    assert differences(plain(note, lists), plain(swapped, lists)), "another order of a list was not noticed"
    step("a key without a meaning and a list in another order would be noticed")

    said = {"description": "A wide, plain banner", "focus": "0.5,-0.25"}
    with PICTURE.open("rb") as file:
        sent = member.post(f"{base}/api/v1/media", files={"file": ("banner.png", file, "image/png")}, data=said, timeout=60)
    assert sent.status_code == 200, sent.text
    pictured = get(post("Look at this.", media_ids=[sent.json()["id"]])["uri"])
    (attached,) = pictured["attachment"]
    assert attached["focalPoint"] == [0.5, -0.25] and attached["blurhash"] and attached["width"], attached
    check("a note with a picture", pictured)

    answered = get(post("Thank you for asking, it is better now.", in_reply_to_id=status["id"])["uri"])
    assert "patientStory" not in answered
    check("a reply that is no story", answered)
    check("the activity that brought the story", get(f"{status['uri']}/activity"))
    actor = get(note["attributedTo"])
    check("its author", actor)
    check("the server's actor", get(actor["generator"]["id"]))
    check("the community's feed", get(f"{base}/feed"))
    check("the author's outbox", get(actor["outbox"]))
    check("the first page of the outbox", get(get(actor["outbox"])["first"]))
    check("the author's followers", get(actor["followers"]))
    check("the story's replies", get(note["replies"]["id"]))

    answer = member.delete(f"{base}/api/v1/statuses/{status['id']}", timeout=60)
    assert answer.status_code == 200, answer.text
    check("what is left of a story that was taken back", get(status["uri"], 410))


if __name__ == "__main__":
    main()
