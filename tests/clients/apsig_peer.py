"""Signatures both ways with apsig, which nobody here wrote: what it signs is taken, what was changed on the way is not, and it
verifies what we send.

    ANAMNESIS_TEST_URL=http://localhost:3000 ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_TOKEN=… apsig_peer.py

The server under test has to take apsig.localhost for a host of its own network. Each step prints a line; the first that fails ends
the program with a traceback.
"""

import base64
import copy
import hashlib
import json
import os
import threading
import time
import uuid
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import requests
from apsig.draft.sign import Signer
from apsig.draft.verify import Verifier
from apsig.proof.sign import ProofSigner
from apsig.proof.verify import ProofVerifier
from apsig.rfc9421 import RFC9421Signer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from multiformats import multibase, multicodec

BASE = os.environ["ANAMNESIS_TEST_URL"]
HANDLE = os.environ["ANAMNESIS_TEST_HANDLE"]
TOKEN = os.environ["ANAMNESIS_TEST_TOKEN"]
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTIVITY = "application/activity+json"
CONTEXT = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"]

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PROOF_KEY = ed25519.Ed25519PrivateKey.generate()


def eventually(what, attempt):
    """Tries until something comes out; nothing here takes longer than ten seconds."""
    begun = time.monotonic()
    while time.monotonic() - begun < 10:
        found = attempt()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain: {what}")


# --------------------------------------------------------------------------------------------------- the other server

arrived = []


class Peer(BaseHTTPRequestHandler):
    """Shows two people and takes what comes, with its headers."""

    def do_GET(self):
        name = self.path.removeprefix("/users/")
        known = name in ("zoe", "bob")
        body = json.dumps(person(name)).encode() if known else b"{}"
        self.send_response(200 if known else 404)
        self.send_header("content-type", ACTIVITY)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        arrived.append((self.path, dict(self.headers.items()), body, json.loads(body)))
        self.send_response(202)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
ORIGIN = f"http://apsig.localhost:{server.server_port}"
threading.Thread(target=server.serve_forever, daemon=True).start()


def address(name):
    return f"{ORIGIN}/users/{name}"


def person(name):
    me = address(name)
    pem = RSA_KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    raw = PROOF_KEY.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    multikey = multibase.encode(multicodec.wrap("ed25519-pub", raw), "base58btc")
    return {
        "@context": [*CONTEXT, "https://w3id.org/security/multikey/v1"],
        "id": me, "type": "Person", "preferredUsername": name, "inbox": f"{me}/inbox", "followers": f"{me}/followers",
        "endpoints": {"sharedInbox": f"{ORIGIN}/inbox"},
        "publicKey": {"id": f"{me}#main-key", "owner": me, "publicKeyPem": pem.decode()},
        "assertionMethod": [
            {"id": f"{me}#proof-key", "type": "Multikey", "controller": me, "publicKeyMultibase": multikey}
        ],
    }


def taken(kind, uri=None):
    """The first activity of a kind that arrived."""
    def find():
        for delivery in arrived:
            activity = delivery[3]
            about = activity["object"]["id"] if isinstance(activity["object"], dict) else activity["object"]
            if activity["type"] == kind and uri in (None, about):
                return delivery
        return None

    return eventually(f"{kind} arrives", find)


# -------------------------------------------------------------------------------------------------- the client's side

def ask(method, path, **body):
    answer = requests.request(method, BASE + path, headers={"authorization": f"Bearer {TOKEN}"}, json=body or None)
    assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json()


def favourites(wanted):
    eventually(f"{wanted} favourites", lambda: ask("GET", f"/api/v1/statuses/{told['id']}")["favourites_count"] == wanted)


# ------------------------------------------------------------------------------------------------------ what is signed

INBOX = f"{BASE}/inbox"
HOST = urlsplit(BASE).netloc
member = requests.get(f"{BASE}/.well-known/webfinger", params={"resource": f"acct:{HANDLE}@{HOST}"}).json()
member = next(link["href"] for link in member["links"] if link["rel"] == "self")


def like(name):
    return {
        "@context": CONTEXT, "id": f"{ORIGIN}/likes/{uuid.uuid4()}", "type": "Like", "actor": address(name),
        "object": told["uri"], "to": [member],
    }


def draft(activity, name, key=RSA_KEY, **more):
    """Body and headers, signed after the draft."""
    body = json.dumps(activity).encode()
    headers = {"Content-Type": ACTIVITY, "Date": formatdate(usegmt=True), "Host": HOST}
    signer = Signer(headers, key, "POST", INBOX, f"{address(name)}#main-key", body, **more)
    return body, signer.sign()


def message(activity, name, covered):
    """The same after RFC 9421. apsig knows neither @target-uri nor how content-digest is written: it is handed both."""
    body = json.dumps(activity).encode()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    signer = RFC9421Signer(RSA_KEY, f"{address(name)}#main-key")
    signer.sign_headers = covered or signer.sign_headers
    given = {"content-type": ACTIVITY, "content-digest": f"sha-256=:{digest}:", "@target-uri": INBOX}
    headers = signer.sign("POST", "/inbox", HOST, given, body)
    headers["content-digest"] = given["content-digest"]
    del headers["@target-uri"]
    return body, headers


def post(signed):
    body, headers = signed
    # The client writes its own Host, and our server's is where it asks.
    headers = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length")}
    return requests.post(INBOX, data=body, headers=headers).status_code


def changed(signed, **headers):
    """The same with other headers, or another body."""
    body, before = copy.deepcopy(signed)
    body = headers.pop("body", body)
    return body, {**before, **{name.replace("_", "-"): value for name, value in headers.items()}}


told = ask("POST", "/api/v1/statuses", status="Medication: Zoloft\n\nIt rings in my ears.", language="en")
follow = {
    "@context": CONTEXT[0], "id": f"{ORIGIN}/follows/1", "type": "Follow", "actor": address("zoe"), "object": member,
}
assert post(draft(follow, "zoe")) == 202
taken("Accept")
print("- a follow that apsig signed after the draft is accepted")

assert post(draft(like("zoe"), "zoe")) == 202
favourites(1)
other = like("zoe")
right = draft(other, "zoe")
stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
late = formatdate(time.time() - 14 * 3600, usegmt=True)
for what, wrong in {
    "another body": changed(right, body=json.dumps({**other, "object": member}).encode()),
    "another digest": changed(right, digest="SHA-256=" + base64.b64encode(bytes(32)).decode()),
    "another time": changed(right, date=late),
    "another key": draft(other, "zoe", stranger),
    "a body that is not signed": draft(other, "zoe", signed_headers=["(request-target)", "host", "date"]),
    "a host that is not signed": draft(other, "zoe", signed_headers=["(request-target)", "date", "digest"]),
    "somebody else's key": draft({**other, "actor": address("bob")}, "nobody"),
    "no signature": changed(right, Signature=""),
}.items():
    status = post(wrong)
    assert status in (400, 401), f"{what}: {status}"
print("- what was changed after apsig had signed it is refused in eight ways, and so is what does not bind all of it")

# ---------------------------------------------------------------------------------------------------- what is proved

OPTIONS = {
    "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod",
    "verificationMethod": f"{address('zoe')}#proof-key", "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
}
undo = {
    "@context": CONTEXT, "id": f"{ORIGIN}/undos/1", "type": "Undo", "actor": address("zoe"),
    "object": {"type": "Like", "id": f"{ORIGIN}/likes/x", "actor": address("zoe"), "object": told["uri"]}, "to": [member],
}
proved = ProofSigner(PROOF_KEY).sign(undo, OPTIONS)
# Brought by somebody else: what was changed says nothing, what is whole is Zoe's word.
assert post(draft({**proved, "id": f"{ORIGIN}/undos/2", "to": []}, "bob")) in (202, 401)
assert post(draft(like("bob"), "bob")) == 202
favourites(2)
assert post(draft(proved, "bob")) == 202
favourites(1)
print("- a proof that apsig made is believed whoever brings it, and not when anything was changed")

# ------------------------------------------------------------------------------------------------- what we send to it

ask("PUT", f"/api/v1/statuses/{told['id']}", status="Medication: Zoloft\n\nIt rings in my ears, still.", language="en")
taken("Update", told["uri"])
ask("DELETE", f"/api/v1/statuses/{told['id']}")
taken("Delete", told["uri"])
actor = requests.get(member, headers={"accept": ACTIVITY}).json()
for path, headers, body, activity in arrived:
    def verified(body):
        checked = Verifier(actor["publicKey"]["publicKeyPem"], "POST", ORIGIN + path, headers, body)
        return checked.verify()

    assert verified(body) == actor["publicKey"]["id"], activity["type"]
    assert verified(body + b" ") is None
print(f"- all {len(arrived)} activities that we sent are verified by apsig after the draft, and none with a blank more")

_, _, _, delete = taken("Delete", told["uri"])
method = delete["proof"]["verificationMethod"]
key = next(key for key in actor["assertionMethod"] if key["id"] == method)
verifier = ProofVerifier(key["publicKeyMultibase"])
assert verifier.verify(copy.deepcopy(delete)) == method
forged = copy.deepcopy(delete)
forged["object"]["id"] += "x"
assert verifier.verify(forged) is None
print("- the proof of our Delete is verified by apsig, and not of another")
# --------------------------------------------------------------------------------------------------- after RFC 9421

# Last, for whoever signs so is answered so, and apsig knows no @target-uri to verify that by.
told = ask("POST", "/api/v1/statuses", status="Medication: Zoloft\n\nIt is quiet now.", language="en")
other = like("zoe")
assert post(message(like("bob"), "bob", ["@method", "@target-uri", "content-digest"])) == 202
favourites(1)
right = message(other, "zoe", ["@method", "@target-uri", "content-digest"])
for what, wrong in {
    "another body": changed(right, body=json.dumps({**other, "object": member}).encode()),
    "another digest": changed(right, content_digest="sha-256=:" + base64.b64encode(bytes(32)).decode() + ":"),
    "what apsig signs by itself, without the body": message(other, "zoe", None),
    "another target": changed(right, **{"Signature-Input": right[1]["Signature-Input"].replace("created=", "created=1")}),
}.items():
    status = post(wrong)
    assert status in (400, 401), f"{what}: {status}"
print("- the same after RFC 9421, and what apsig signs by itself is refused, for the body is not bound")
server.shutdown()
