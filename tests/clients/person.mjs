// The person beside a client from npm: reads our pages like a browser without scripts, and lets an app in.

import assert from "node:assert/strict";

/** A member whom tests/run has made: `ANAMNESIS_TEST_HANDLE` and so on; others have `OTHER_` in these names. */
export function member(which = "") {
  const read = (name) => process.env[`ANAMNESIS_TEST_${name}`] ?? assert.fail(`ANAMNESIS_TEST_${name} is not set`);
  return { base: read("URL"), handle: read(`${which}HANDLE`), passphrase: read(`${which}PASSPHRASE`) };
}

/** Tells what was seen to work. */
export function step(done) {
  console.log(`  ${done}`);
}

/** Asks until the answer is true, and returns it. */
export async function eventually(what, ask, seconds = 10) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`not within ${seconds} s: ${what}`);
}

/** The status that a call fails with. */
export async function refused(ask) {
  try {
    await ask();
  } catch (error) {
    return error.statusCode ?? error.response?.status ?? assert.fail(`${error}`);
  }
  return assert.fail("it was not refused");
}

/** A picture: a square of eight by eight pixels, as GIF. */
export function picture() {
  const head = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 8, 0, 8, 0, 0x80, 0, 0, 200, 120, 40, 250, 247, 242];
  const body = [0x2c, 0, 0, 0, 0, 8, 0, 8, 0, 0, 2, 7, 0x84, 0x8f, 0xa9, 0xcb, 0xed, 0x0f, 0xa3, 0, 0x3b];
  return new Blob([new Uint8Array([...head, ...body])], { type: "image/gif" });
}

/**
 * Goes through the authorise page as a browser does. Returns where it leads back to, or for an app without an address
 * of its own the code that it shows.
 */
export async function authorise(address, { handle, passphrase }) {
  const cookies = new Map();
  const visit = async (url, form) => {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
    const answer = await fetch(url, { redirect: "manual", headers, ...(form && { method: "POST", body: form }) });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0].split(/=(.*)/s);
      cookies.set(name, value);
    }
    return answer;
  };
  let url = address;
  let answer = await visit(url);
  for (let turn = 0; turn < 6; turn += 1) {
    const location = answer.headers.get("location");
    if (location) {
      const next = new URL(location, url);
      if (next.origin !== new URL(address).origin) return next.href;
      url = next.href;
      answer = await visit(url);
      continue;
    }
    const page = await answer.text();
    assert.equal(answer.status, 200, page);
    const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
    const code = /<code[^>]*>([^<]+)<\/code>/.exec(main);
    if (code) return code[1].trim();
    const form = main.match(/<form[\s\S]*?<\/form>/g)?.find((text) => /type="?password|value="?allow/.test(text));
    assert.ok(form, `no form on ${page}`);
    const fields = new URLSearchParams();
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const read = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll("&amp;", "&") ?? "";
      const value = read("type") === "password" ? passphrase : read("autocomplete") === "username" ? handle : read("value");
      if (read("name")) fields.append(read("name"), value);
    }
    const button = /<button[^>]*\bname="([^"]*)"[^>]*\bvalue="([^"]*)"/.exec(form);
    if (button) fields.append(button[1], button[2]);
    url = new URL(/<form[^>]*\baction="([^"]*)"/.exec(form)?.[1]?.replaceAll("&amp;", "&") ?? "", url).href;
    answer = await visit(url, fields);
  }
  return assert.fail("no code after six pages");
}
