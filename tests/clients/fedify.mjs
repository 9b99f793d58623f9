// A server that is not ours, built on Fedify: follows, receives, verifies and sends, with each kind of signature, and
// changes its keys in between. Fedify refuses whatever is not signed as the specifications say.
//
//   ANAMNESIS_TEST_URL=http://localhost:3000 ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_TOKEN=… node fedify.mjs
//
// The server under test has to take fedify.localhost for a host of its own network. Each step prints a line; the first
// that fails ends the program.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createFederation, generateCryptoKeyPair, MemoryKvStore, verifyObject } from "@fedify/fedify";
import {
  Accept, Activity, Announce, Create, Delete, Endpoints, Follow, Like, Note, Person, PUBLIC_COLLECTION, Undo, Update,
} from "@fedify/fedify/vocab";
import { eventually, step } from "./person.mjs";

const BASE = process.env.ANAMNESIS_TEST_URL ?? assert.fail("ANAMNESIS_TEST_URL is not set");
const HANDLE = process.env.ANAMNESIS_TEST_HANDLE ?? assert.fail("ANAMNESIS_TEST_HANDLE is not set");
const TOKEN = process.env.ANAMNESIS_TEST_TOKEN ?? assert.fail("ANAMNESIS_TEST_TOKEN is not set");
const ZOE = "zoe";

const STORY = `After the tablets / 薬のあと

Medication: Zoloft
Symptoms: tinnitus, severe insomnia
Age: 29
Current status: No, have stopped

On the fourth day without it the dizziness began, and the ringing has not stopped.

日本語訳

やめて四日目にめまいが始まり、耳鳴りは今も続いています。`;

// ------------------------------------------------------------------------------------------------ the client's side

async function ask(method, path, body) {
  const answer = await fetch(`${BASE}${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

// ------------------------------------------------------------------------------------------------ the other server

let keys;
/** What arrived and was found to be right, and how each request was signed. */
const arrived = [];
const documents = [];
const signed = new Set();

async function newKeys() {
  keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
}

function federation(firstKnock) {
  const made = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock });
  made
    .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
      if (identifier !== ZOE) return null;
      const pairs = await context.getActorKeyPairs(identifier);
      return new Person({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        name: "Zoe of another server",
        inbox: context.getInboxUri(identifier),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        publicKey: pairs[0].cryptographicKey,
        assertionMethods: pairs.map((pair) => pair.multikey),
      });
    })
    .setKeyPairsDispatcher(() => keys);
  made.setInboxListeners("/users/{identifier}/inbox", "/inbox").on(Activity, async (context, activity) => {
    arrived.push(activity);
    if (activity instanceof Follow) {
      await context.sendActivity({ identifier: ZOE }, await activity.getActor(context), new Accept({
        id: new URL(`#accepts/${crypto.randomUUID()}`, context.getActorUri(ZOE)),
        actor: context.getActorUri(ZOE),
        object: activity,
      }));
    }
  });
  return made;
}

let current;
const http = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const asked = new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method,
    headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    body: body.length > 0 ? body : undefined,
  });
  const answer = await current.fetch(asked, { contextData: undefined });
  if (request.method === "POST") {
    assert.ok(answer.status < 300, `${request.url} was refused with ${answer.status}: ${await answer.clone().text()}`);
    documents.push(JSON.parse(body));
    signed.add(request.headers["signature-input"] ? "RFC 9421" : "draft");
  }
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
});
await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
const origin = new URL(`http://fedify.localhost:${http.address().port}`);

/** The first activity of a kind that arrived since the last one was taken out. */
async function taken(kind) {
  return await eventually(`a ${kind.name} arrives`, () => {
    const at = arrived.findIndex((activity) => activity instanceof kind);
    return at < 0 ? undefined : arrived.splice(at, 1)[0];
  }, 20);
}

const context = () => current.createContext(origin, undefined);
const named = (what) => new URL(`/${what}/${crypto.randomUUID()}`, origin);

await newKeys();
current = federation("rfc9421");

// ------------------------------------------------------------------------------------------------ following a member

const finger = await (await fetch(`${BASE}/.well-known/webfinger?resource=acct:${HANDLE}@${new URL(BASE).host}`)).json();
const address = finger.links.find((link) => link.rel === "self").href;
const member = await context().lookupObject(address);
assert.ok(member instanceof Person && member.preferredUsername === HANDLE, `${address} is ${member}`);
assert.ok(member.endpoints?.sharedInbox, "one delivery for everybody there");

const follow = new Follow({ id: named("follows"), actor: context().getActorUri(ZOE), object: member.id });
await context().sendActivity({ identifier: ZOE }, member, follow);
const accepted = await taken(Accept);
assert.equal(accepted.objectId?.href, follow.id.href);
step("read a member's actor, followed them with an RFC 9421 signature, and was accepted");

const told = await ask("POST", "/api/v1/statuses", { status: STORY, visibility: "public", language: "en" });
const created = await taken(Create);
const note = await created.getObject(context());
assert.ok(note instanceof Note && note.id.href === told.uri, told.uri);
assert.equal(note.attributionId.href, member.id.href);
const text = note.contents.find((text) => text.locale?.baseName === "en");
assert.match(`${text}`, /fourth day/);
const tags = [];
for await (const tag of note.getTags(context())) tags.push(`${tag.name}`.toLowerCase());
assert.ok(tags.includes("#sertraline"), `${tags}`);
assert.equal((await context().lookupObject(told.uri))?.id?.href, told.uri);
step("received a story with its language and its tags, and fetched the same at its address");

const edited = await ask("PUT", `/api/v1/statuses/${told.id}`, { status: STORY.replace("fourth", "fifth"), language: "en" });
const update = await taken(Update);
assert.match(`${(await update.getObject(context())).content}`, /fifth/);
assert.ok(edited.edited_at);
step("received its change");

// -------------------------------------------------------------------------------------------- being heard by a member

const reply = () => new Note({
  id: named("notes"), attribution: context().getActorUri(ZOE), content: "<p>I had the same.</p>",
  to: PUBLIC_COLLECTION, cc: member.id, replyTarget: note.id,
});

async function heard(object) {
  const create = new Create({
    id: named("creates"), actor: context().getActorUri(ZOE), to: PUBLIC_COLLECTION, cc: member.id, object,
  });
  await context().sendActivity({ identifier: ZOE }, member, create);
  await eventually("the reply stands below the story", async () => {
    const thread = await ask("GET", `/api/v1/statuses/${told.id}/context`);
    return thread.descendants.some((found) => found.uri === object.id.href);
  }, 20);
}

await heard(reply());
step("answered with an RFC 9421 signature");
current = federation("draft-cavage-http-signatures-12");
await heard(reply());
step("answered with a signature after the draft");

await newKeys();
await heard(reply());
const like = new Like({ id: named("likes"), actor: context().getActorUri(ZOE), object: note.id });
await context().sendActivity({ identifier: ZOE }, member, like);
const counted = (wanted) => eventually(`${wanted} favourites`, async () =>
  (await ask("GET", `/api/v1/statuses/${told.id}`)).favourites_count === wanted, 20);
await counted(1);
await context().sendActivity({ identifier: ZOE }, member, new Undo({
  id: named("undos"), actor: context().getActorUri(ZOE), object: like,
}));
await counted(0);
step("changed its keys, and was believed with the new ones: answered, liked, and liked no longer");

// ------------------------------------------------------------------------------------------------ followed by a member

const found = await ask("GET", `/api/v2/search?type=accounts&resolve=true&q=@${ZOE}@${origin.host}`);
const [zoe] = found.accounts;
assert.equal(zoe?.display_name, "Zoe of another server");
await ask("POST", `/api/v1/accounts/${zoe.id}/follow`);
await taken(Follow);
await eventually("the follow is accepted", async () =>
  (await ask("GET", `/api/v1/accounts/relationships?id[]=${zoe.id}`))[0].following, 20);
const quiet = new Note({
  id: named("notes"), attribution: context().getActorUri(ZOE), content: "<p>A quiet day.</p>",
  to: PUBLIC_COLLECTION,
});
await context().sendActivity({ identifier: ZOE }, member, new Create({
  id: named("creates"), actor: context().getActorUri(ZOE), to: PUBLIC_COLLECTION, object: quiet,
}));
await eventually("the post stands in the home timeline", async () =>
  (await ask("GET", "/api/v1/timelines/home")).some((post) => post.uri === quiet.id.href), 20);
step("was found, followed by the member, and its post stands in their home timeline");

// ---------------------------------------------------------------------------------------------------------- its end

await ask("DELETE", `/api/v1/statuses/${told.id}`);
const gone = await taken(Delete);
assert.equal(gone.objectId?.href ?? (await gone.getObject(context()))?.id?.href, told.uri);
const document = documents.find((document) => document.type === "Delete");
const proven = await verifyObject(Delete, document, context());
assert.ok(proven, "whoever passes the Delete on can prove whose it is (FEP-8b32)");
assert.equal((await fetch(told.uri, { headers: { accept: "application/activity+json" } })).status, 410);
assert.ok(!arrived.some((activity) => activity instanceof Announce && activity.objectId?.href === told.uri));
step(`received the Delete, with a proof of its own; everything came signed (${[...signed].sort().join(", ")})`);
http.close();
process.exit(0);
