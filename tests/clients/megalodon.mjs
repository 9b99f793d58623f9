// megalodon, unmodified, against a live server: what Whalebird and Fedistar are built on.
//
//   ANAMNESIS_TEST_URL=… ANAMNESIS_TEST_HANDLE=… ANAMNESIS_TEST_PASSPHRASE=… ANAMNESIS_TEST_OTHER_HANDLE=…
//   ANAMNESIS_TEST_OTHER_PASSPHRASE=… node megalodon.mjs
//
// Each step prints a line; the first that fails ends the program.

import assert from "node:assert/strict";
import megalodon from "megalodon";
import { authorise, eventually, member, refused, step } from "./person.mjs";

const generator = megalodon.default;
const { detector } = megalodon;
const OOB = "urn:ietf:wg:oauth:2.0:oob";

async function signIn(person) {
  const client = generator("mastodon", person.base);
  const app = await client.registerApp("A client from npm", { scopes: ["read", "write", "follow"], redirect_uris: OOB });
  const code = await authorise(app.url, person);
  const token = await client.fetchAccessToken(app.client_id, app.client_secret, code, OOB);
  const mine = generator("mastodon", person.base, token.access_token);
  const me = (await mine.verifyAccountCredentials()).data;
  assert.equal(me.username, person.handle);
  return { client: mine, me };
}

const person = member();
assert.equal(await detector(person.base), "mastodon");
const { client: mine } = await signIn(person);
const { client: other, me: them } = await signIn(member("OTHER_"));
step("found out what we are, and signed in twice with the code that the page shows");

const instance = (await mine.getInstance()).data;
assert.ok(instance.configuration.statuses.max_characters >= 5000);
await mine.getInstanceCustomEmojis();
await mine.getPreferences();
const post = (await mine.postStatus("Does it pass?", { language: "en", spoiler_text: "a question" })).data;
assert.equal(post.spoiler_text, "a question");
const reply = (await other.postStatus("It did for me.", { in_reply_to_id: post.id })).data;
const thread = (await mine.getStatusContext(post.id)).data;
assert.deepEqual(thread.descendants.map((found) => found.id), [reply.id]);
const edited = (await mine.editStatus(post.id, { status: "Does it ever pass?" })).data;
assert.match(edited.content, /ever/);
assert.ok((await other.favouriteStatus(post.id)).data.favourited);
assert.ok((await other.reblogStatus(post.id)).data.reblogged);
assert.ok((await other.bookmarkStatus(post.id)).data.bookmarked);
assert.ok((await mine.pinStatus(post.id)).data.pinned);
const asked = (await mine.postStatus("Tea?", { poll: { options: ["yes", "no"], expires_in: 3600 } })).data;
assert.equal((await other.votePoll(asked.poll.id, [1])).data.votes_count, 1);
const later = new Date(Date.now() + 7_200_000);
const planned = (await mine.postStatus("Later.", { scheduled_at: later.toISOString() })).data;
assert.ok((await mine.getScheduledStatuses()).data.some((found) => found.id === planned.id));
await mine.cancelScheduledStatus(planned.id);
step("posted, was answered, edited, liked, boosted, pinned, asked, planned");

await mine.followAccount(them.id);
const list = (await mine.createList("friends")).data;
await mine.addAccountsToList(list.id, [them.id]);
const quiet = (await other.postStatus("A quiet day.")).data;
assert.ok((await mine.getListTimeline(list.id)).data.some((found) => found.id === quiet.id));
await mine.deleteAccountsFromList(list.id, [them.id]);
await mine.deleteList(list.id);
for (const read of [
  () => mine.getHomeTimeline({ limit: 5 }),
  () => mine.getLocalTimeline(),
  () => mine.getPublicTimeline(),
  () => mine.getTagTimeline("tinnitus"),
  () => mine.getConversationTimeline(),
  () => mine.getNotifications({ limit: 5 }),
  () => mine.getFilters(),
  () => mine.getFollowRequests(),
  () => mine.getMarkers(["home"]),
  () => mine.getInstanceAnnouncements(),
  () => mine.search(them.username, { type: "accounts" }),
]) {
  assert.ok((await read()).data);
}
await mine.muteAccount(them.id, true);
await mine.unmuteAccount(them.id);
await mine.report(them.id, { comment: "by mistake" });
await mine.blockAccount(them.id);
await mine.unblockAccount(them.id);
step("lists, timelines, notices, filters, search, mute, report, block");

await mine.followAccount(them.id);
const heard = [];
const socket = await mine.userStreaming?.() ?? mine.userSocket();
socket.on("update", (status) => heard.push(status.id));
socket.on("delete", (id) => heard.push(`-${id}`));
socket.on("error", (error) => assert.fail(`${error}`));
const posts = [];
await eventually("the socket is open", async () => {
  posts.push((await other.postStatus(`Awake? ${posts.length}`)).data);
  return heard.length > 0;
});
const last = (await other.postStatus("Good night.")).data;
await eventually("an update within a second", () => heard.includes(last.id), 1);
await other.deleteStatus(last.id);
await eventually("a deletion within a second", () => heard.includes(`-${last.id}`), 1);
socket.stop();
step("a socket tells of a post and of its deletion within a second");

for (const found of [...posts, quiet, reply]) await other.deleteStatus(found.id);
for (const found of [asked, post]) await mine.deleteStatus(found.id);
assert.equal(await refused(() => mine.getStatus(post.id)), 404);
step("took it all back");
process.exit(0);
