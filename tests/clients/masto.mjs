// masto.js, unmodified, against a live server: what Phanpy and Elk are built on.
//
//   ANAMNESIS_TEST_URL=… ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_PASSPHRASE=… ANAMNESIS_TEST_OTHER_HANDLE=…
//   ANAMNESIS_TEST_OTHER_PASSPHRASE=… node masto.mjs
//
// Each step prints a line; the first that fails ends the program.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";
import { authorise, eventually, member, picture, refused, step } from "./person.mjs";

const REDIRECT = "app.under.test:/back";
const SCOPES = "read write follow push";

/** Signs in with PKCE and an address of the app's own, as Phanpy does. */
async function signIn(person) {
  const app = await createRestAPIClient({ url: person.base }).v1.apps.create({
    clientName: "A client from npm",
    redirectUris: REDIRECT,
    scopes: SCOPES,
  });
  const verifier = randomBytes(48).toString("base64url");
  const asked = new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: REDIRECT,
    scope: SCOPES,
    state: "kept",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const back = new URL(await authorise(`${person.base}/oauth/authorize?${asked}`, person));
  assert.equal(back.searchParams.get("state"), "kept");
  const oauth = createOAuthAPIClient({ url: person.base });
  const token = await oauth.token.create({
    grantType: "authorization_code",
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri: REDIRECT,
    code: back.searchParams.get("code"),
    codeVerifier: verifier,
    scope: SCOPES,
  });
  const rest = createRestAPIClient({ url: person.base, accessToken: token.accessToken });
  const me = await rest.v1.accounts.verifyCredentials();
  assert.equal(me.username, person.handle);
  return { rest, me, token: token.accessToken };
}

async function posting({ rest: mine }, { rest: other }) {
  const warned = await mine.v1.statuses.create({ status: "Bad nights.", spoilerText: "sleep", language: "en" });
  assert.equal(warned.spoilerText, "sleep");
  const media = await mine.v2.media.create({ file: picture(), description: "a square" });
  const shown = await mine.v1.statuses.create({ status: "A square.", mediaIds: [media.id] });
  assert.equal(shown.mediaAttachments[0].description, "a square");
  const asked = await mine.v1.statuses.create({
    status: "Tea?",
    poll: { options: ["yes", "no"], expiresIn: 3600 },
  });
  const voted = await other.v1.polls.$select(asked.poll.id).votes.create({ choices: [0] });
  assert.deepEqual(voted.ownVotes, [0]);
  const later = new Date(Date.now() + 7_200_000).toISOString();
  const planned = await mine.v1.statuses.create({ status: "Later.", scheduledAt: later });
  await mine.v1.scheduledStatuses.$select(planned.id).update({ scheduledAt: later });
  await mine.v1.scheduledStatuses.$select(planned.id).remove();
  step("posted with a warning, a picture, a poll, and one for later");

  const post = await mine.v1.statuses.create({ status: "Does it pass?" }, { idempotencyKey: "once" });
  const reply = await other.v1.statuses.create({ status: "It did for me.", inReplyToId: post.id });
  const thread = await mine.v1.statuses.$select(post.id).context.fetch();
  assert.deepEqual(thread.descendants.map((found) => found.id), [reply.id]);
  const source = await mine.v1.statuses.$select(post.id).source.fetch();
  const edited = await mine.v1.statuses.$select(post.id).update({ status: `${source.text} Ever?` });
  assert.match(edited.content, /Ever\?/);
  assert.ok((await mine.v1.statuses.$select(post.id).history.list()).length > 0);
  const chosen = other.v1.statuses.$select(post.id);
  assert.ok((await chosen.favourite()).favourited);
  assert.equal((await chosen.reblog()).reblog.id, post.id);
  assert.ok((await chosen.bookmark()).bookmarked);
  assert.ok((await mine.v1.statuses.$select(post.id).pin()).pinned);
  const groups = await eventually("grouped notices", async () => {
    const found = await mine.v2.notifications.list({ groupedTypes: ["favourite", "reblog"] });
    return found.notificationGroups.some((group) => group.type === "favourite") && found;
  });
  assert.ok(groups.accounts.length > 0 && groups.statuses.length > 0);
  step("was answered, edited, liked, boosted and pinned, and read the notices in groups");
  return { post, reply };
}

async function relating({ rest: mine }, { rest: other, me: them }) {
  await mine.v1.accounts.$select(them.id).follow();
  const list = await mine.v1.lists.create({ title: "friends" });
  await mine.v1.lists.$select(list.id).accounts.create({ accountIds: [them.id] });
  const post = await other.v1.statuses.create({ status: "A quiet day." });
  assert.ok((await mine.v1.timelines.list.$select(list.id).list()).some((found) => found.id === post.id));
  await mine.v1.lists.$select(list.id).accounts.remove({ accountIds: [them.id] });
  await mine.v1.lists.$select(list.id).remove();
  const filter = await mine.v2.filters.create({
    title: "not now",
    context: ["home"],
    filterAction: "warn",
    keywordsAttributes: [{ keyword: "quiet", wholeWord: true }],
  });
  const found = (await mine.v1.timelines.home.list()).find((status) => status.id === post.id);
  assert.equal(found.filtered[0].filter.id, filter.id);
  await mine.v2.filters.$select(filter.id).remove();
  await mine.v1.markers.create({ home: { lastReadId: post.id } });
  assert.equal((await mine.v1.markers.fetch({ timeline: ["home"] })).home.lastReadId, post.id);
  await mine.v1.tags.$select("tinnitus").follow();
  assert.equal((await mine.v1.followedTags.list()).length, 1);
  await mine.v1.tags.$select("tinnitus").unfollow();
  const search = await mine.v2.search.list({ q: them.username, type: "accounts" });
  assert.equal(search.accounts[0].id, them.id);
  assert.equal((await mine.v1.accounts.lookup({ acct: them.username })).id, them.id);
  await mine.v1.accounts.$select(them.id).mute({ duration: 60 });
  await mine.v1.accounts.$select(them.id).unmute();
  await mine.v1.reports.create({ accountId: them.id, statusIds: [post.id], comment: "by mistake" });
  await mine.v1.accounts.$select(them.id).block();
  assert.deepEqual((await mine.v1.blocks.list()).map((account) => account.id), [them.id]);
  await mine.v1.accounts.$select(them.id).unblock();
  await mine.v1.accounts.updateCredentials({ note: "still here", fieldsAttributes: [{ name: "since", value: "spring" }] });
  step("lists, filters, markers, hashtags, search, mute, report, block, profile");
}

async function streaming({ rest: mine, token }, { rest: other, me: them }) {
  await mine.v1.accounts.$select(them.id).follow();
  const instance = await mine.v2.instance.fetch();
  const socket = createStreamingAPIClient({
    streamingApiUrl: instance.configuration.urls.streaming,
    accessToken: token,
    implementation: globalThis.WebSocket ?? (await import("ws")).default,
  });
  const heard = [];
  const user = socket.user.subscribe();
  const local = socket.public.local.subscribe();
  const listen = async (stream) => {
    for await (const event of stream) heard.push(event);
  };
  void listen(user);
  void listen(local);
  // The socket opens on its own time: posts are told until one is heard.
  const posts = [];
  await eventually("the socket is open", async () => {
    posts.push(await other.v1.statuses.create({ status: `Awake? ${posts.length}` }));
    return heard.some((event) => event.event === "update");
  });
  const last = await other.v1.statuses.create({ status: "Good night." });
  await eventually("an update within a second", () => heard.some((event) => event.payload?.id === last.id), 1);
  await other.v1.statuses.$select(last.id).remove();
  const deleted = (event) => event.event === "delete" && event.payload === last.id;
  await eventually("a deletion within a second", () => heard.some(deleted), 1);
  user.unsubscribe();
  local.unsubscribe();
  socket.close();
  for (const post of posts) await other.v1.statuses.$select(post.id).remove();
  step("one socket with two streams tells of a post and of its deletion within a second");
}

const mine = await signIn(member());
const other = await signIn(member("OTHER_"));
step("signed in twice, with PKCE and a private redirect address");
const { post, reply } = await posting(mine, other);
await relating(mine, other);
await streaming(mine, other);
await other.rest.v1.statuses.$select(reply.id).remove();
await mine.rest.v1.statuses.$select(post.id).remove();
assert.equal(await refused(() => mine.rest.v1.statuses.$select(post.id).fetch()), 404);
step("took it back");
process.exit(0);
