// Everything that is wrong with the page as it stands, as sentences. Run by look.rs in the page; no page loads this.
const found = [];
const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
const all = (css) => [...document.querySelectorAll(css)];
const say = (what, element) => found.push(element ? `${what}: ${element.outerHTML.slice(0, 200)}` : what);

// Who reads it aloud must know the language, the heading, and a way past the menu.
const languages = ["en", "ja"];
if (!languages.includes(document.documentElement.lang)) say(`the page is in no language of ours: ${document.documentElement.lang}`);
if (all("h1").length !== 1) say(`there are ${all("h1").length} first headings`);
const first = document.querySelector("a");
if (!first?.matches(".skip") || !document.querySelector(first.getAttribute("href"))) say("the first link does not lead to the text");
if (!document.title.trim()) say("there is no title");
if (!document.getElementById("leave")) say("there is no way to leave at once");
for (const link of ["/helplines", "/rules", "/privacy", "/about"]) {
  if (!all("footer a").some((a) => new URL(a.href).pathname === link)) say(`the foot has no link to ${link}`);
}

// Every field says what it is for.
for (const field of all("input:not([type=hidden]), select, textarea").filter(shown)) {
  if (![...field.labels].some((label) => label.textContent.trim())) say("a field without a label", field);
}

// Nothing sticks out on the right, not even what is cut off there.
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > width) say(`the page is ${document.documentElement.scrollWidth} px wide in a view of ${width}`);
const end = (element) => (shown(element) && element.clientWidth > 1 ? Math.round(element.getBoundingClientRect().right) : 0);
const innermost = all("body *").filter((element) => end(element) > width + 1 && ![...element.children].some((child) => end(child) > width + 1));
for (const element of innermost.slice(0, 5)) say(`this ends at ${end(element)} px in a view of ${width}`, element);

// A thumb finds what it can press: buttons and fields, and links of ours that stand by themselves.
const pressed = "button:not(.unseen), .button, summary, select, textarea, input[type=text], input[type=password], label.option, .menu a, .chips a, .dial";
for (const element of all(pressed)) {
  const { width, height } = element.getBoundingClientRect();
  if (shown(element) && (height < 43.5 || width < 43.5)) say(`only ${Math.round(width)} x ${Math.round(height)} px to press`, element);
}
const alone = (link) => [...link.parentElement.childNodes].every((node) => node === link || !node.textContent.trim());
for (const link of all("main p > a, main li > a, main h3 > a").filter(alone)) {
  const { height } = link.getBoundingClientRect();
  if (shown(link) && !link.closest(".text") && height < 43.5) say(`a link that stands by itself is only ${Math.round(height)} px high`, link);
}

// Nothing moves by itself, for whoever asks for that and for everybody else.
for (const element of all("body, body *")) {
  const { animationName, transitionDuration } = getComputedStyle(element);
  if (animationName !== "none" || /[1-9]/.test(transitionDuration)) say("this moves", element);
}

// Letters are large enough, and lines are not so long that eyes lose them.
for (const element of all("body p, body li, body dd, body dt, body label, body a, body button")) {
  const size = parseFloat(getComputedStyle(element).fontSize);
  if (shown(element) && size < 15.5) say(`letters of ${size} px`, element);
}
for (const paragraph of all("main p:not(.meta)")) {
  const { width } = paragraph.getBoundingClientRect();
  const letters = width / parseFloat(getComputedStyle(paragraph).fontSize);
  if (shown(paragraph) && letters > 42) say(`a line of ${Math.round(letters)} em`, paragraph);
}

// Everything comes from here, arrives, and is light: what weighs is counted before compression.
const most = 60000;
const parts = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
let weight = 0;
for (const part of parts) {
  const picture = part.initiatorType === "img" || part.name.endsWith(".svg") || part.name.endsWith(".png");
  if (!picture) weight += part.decodedBodySize;
  if (new URL(part.name).origin !== location.origin) say(`a request to somebody else: ${part.name}`);
  // A script that a browser without scripts leaves aside has no status; one that cannot be fetched is a complaint.
  const skipped = part.initiatorType === "script" && part.responseStatus === 0;
  if (part.entryType === "resource" && !skipped && (part.responseStatus === 0 || part.responseStatus >= 400)) say(`answered with ${part.responseStatus}: ${part.name}`);
}
if (weight > most) say(`the page weighs ${weight} bytes: ${parts.map((part) => `${part.name} ${part.decodedBodySize}`).join(", ")}`);
return found;
