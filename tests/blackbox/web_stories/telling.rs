//! Telling: the form, the page before it is told, changing it and taking it back.

use super::{between, place, read, signed_in, token};
use crate::support::client::Answer;
use crate::support::{Client, Server};

const FIELDS: [(&str, &str); 12] = [
    ("text", "飲み始めて3日目で何も感じなくなりました。"),
    ("title", "静かな日々"),
    ("language", "ja"),
    ("edition-1-language", "en"),
    ("edition-1-title", "Quiet days"),
    ("edition-1-text", "By the third day of taking it my feelings had gone quiet."),
    ("medication-1-name", "アキュテイン"),
    ("symptom-1-name", "希死念慮"),
    ("symptom-1-severity", "4"),
    ("age", "26-35"),
    ("consent-publish", "yes"),
    ("findable", "yes"),
];

pub async fn send(browser: &Client, path: &str, fields: &[(&str, &str)], action: (&str, &str)) -> Answer {
    let token = token(&browser.get(path).await.expect(200).body);
    let mut all = vec![("csrf", token.as_str()), action];
    all.extend_from_slice(fields);
    let answer = browser.post_form(path, &all).await;
    // Who has a manuscript is led to the page of their step.
    if answer.status == 303 && answer.header("location").starts_with("/share") {
        return browser.get(answer.header("location")).await;
    }
    answer
}

pub fn path_of(answer: &Answer) -> String {
    answer.header("location").split("/told").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_story_is_told_changed_and_taken_back_on_pages_alone() {
    let server = Server::start().await;
    let (browser, reader) = (signed_in(&server, "quiet_fern_12").await, server.client());

    let preview = send(&browser, "/share", &FIELDS, ("action", "preview")).await.expect(200).body;
    assert!(preview.contains("静かな日々") && preview.contains("Quiet days"), "{preview}");
    let sheet = preview.split_once("class=\"sheet\"").unwrap().1;
    assert!(place(sheet, "By the third day") < place(sheet, "飲み始めて3日目"));
    assert!(preview.contains("name=\"symptom-1-name\" value=\"希死念慮\""), "what was typed is carried on");
    assert!(!read(&reader, "/", "en").await.body.contains("Quiet days"), "nothing is told yet");

    let told = send(&browser, "/share", &FIELDS, ("action", "tell")).await.expect(303);
    let path = path_of(&told);
    let done = browser.get(told.header("location")).await.expect(200).body;
    assert!(done.contains(&format!("href=\"{path}\"")), "{done}");
    let again = send(&browser, "/share", &FIELDS, ("action", "tell")).await.expect(303);
    assert_eq!(path_of(&again), path, "a button pressed twice tells nothing twice");
    let answer = read(&reader, &path, "en").await.expect(200);
    assert!(answer.body.contains("Isotretinoin") && answer.body.contains("26–35"), "{}", answer.body);
    assert!(!answer.body.contains("noindex"), "the author lets search engines list it");
    assert!(!answer.body.contains("/take-back"), "only its author is offered that");

    let own = browser.get(&path).await.expect(200).body;
    assert!(own.contains(&format!("{path}/edit")) && own.contains(&format!("{path}/take-back")), "{own}");
    let edit = format!("{path}/edit");
    let form = browser.get(&edit).await.expect(200).body;
    for value in ["静かな日々", "Quiet days", "アキュテイン", "希死念慮"] {
        assert!(form.contains(value), "{value} is there, seen or carried, in\n{form}");
    }
    let mut changed: Vec<(&str, &str)> = FIELDS.to_vec();
    changed[4] = ("edition-1-title", "Quieter days");
    changed[11] = ("status", "stopped");
    send(&browser, &edit, &changed, ("action", "tell")).await.expect(303);
    let page = read(&reader, &path, "en").await.expect(200).body;
    assert!(page.contains("Quieter days") && page.contains("noindex"), "{page}");

    let take_back = format!("{path}/take-back");
    let asked = browser.get(&take_back).await.expect(200).body;
    let sent = browser.post_form(&take_back, &[("csrf", &token(&asked))]).await.expect(303);
    let done = browser.get(sent.header("location")).await.expect(200).body;
    assert!(done.contains("taken back"), "{done}");
    read(&reader, &path, "en").await.expect(410);
    browser.get(&path).await.expect(410);
    let text = "何も感じなくなりました";
    assert!(server.database.tables_with(text).await.is_empty(), "its text is erased");
}

#[tokio::test]
async fn the_preview_marks_what_was_found_in_the_story_and_each_kind_is_replaced_taken_out_or_left() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let mut fields = FIELDS.to_vec();
    fields[0] = ("text", "新宿駅の近くの高円寺皮膚科に、03-5913-0000で電話しました。");
    fields[5] = ("edition-1-text", "I called Dr. Whitfield when I was 34.");
    let page = send(&browser, "/share?lang=en", &fields, ("action", "preview")).await.expect(200).body;
    let sheet = page.split_once("class=\"sheet\"").unwrap().1;
    for words in ["新宿駅", "高円寺皮膚科", "03-5913-0000", "Dr. Whitfield", "34"] {
        assert!(sheet.contains(&format!("<mark>{words}</mark>")), "{words} in\n{sheet}");
    }
    assert!(sheet.contains("<details class=\"covered\" open>"), "a cover hides no mark from its writer");
    let named = [("title", "Dr. Whitfield <3 & me"), ("symptom-2-name", "what Dr. Whitfield called nerves")];
    let mut titled = fields.clone();
    titled.retain(|(name, _)| *name != "title");
    titled.extend(named);
    let page_of_names =
        send(&browser, "/share?lang=en", &titled, ("action", "preview")).await.expect(200).body;
    for words in
        ["<mark>Dr. Whitfield</mark> &lt;3 &amp; me", "what <mark>Dr. Whitfield</mark> called nerves"]
    {
        assert!(page_of_names.contains(words), "{words} in\n{page_of_names}");
    }
    let chosen = |kind: &str| {
        let inputs = page.split("<input").filter(|input| input.contains(&format!("name=\"finding-{kind}\"")));
        let checked: Vec<&str> = inputs.filter(|input| input.contains(" checked")).collect();
        between(checked[0], "value=\"", "\"").to_owned()
    };
    assert_eq!([chosen("phone"), chosen("name"), chosen("age")], ["replace", "replace", "leave"]);
    assert!(!page.contains("name=\"finding-phone\" value=\"leave\""), "contact data is never published");
    assert!(!page.contains("name=\"finding-name\" value=\"take-out\""), "a sentence needs its names");
    let page = send(&browser, "/share?lang=en", &fields, ("action", "tell")).await.expect(422).body;
    assert!(page.contains("href=\"#findings-title\"") && page.contains("id=\"findings-title\""), "{page}");

    // Going on does what is chosen, and shows the text again before anything else is asked.
    fields.extend([("finding-phone", "take-out"), ("finding-clinic", "leave"), ("finding-age", "replace")]);
    let page = send(&browser, "/share?lang=en", &fields, ("action", "consent")).await.expect(200).body;
    let sheet = page.split_once("class=\"sheet\"").unwrap().1;
    assert!(page.contains("Your text was changed as you chose"), "{page}");
    assert!(sheet.contains("の近くの<mark>高円寺皮膚科</mark>に、で電話しました。"), "{sheet}");
    assert!(sheet.contains("I called [name] when I was [age]."), "{sheet}");
    assert!(
        page.contains("name=\"text\" value=\"新宿駅の近くの高円寺皮膚科に、で電話しました。\""),
        "{page}"
    );

    // Names may be left to a moderator.
    fields[0] = ("text", "高円寺皮膚科に電話しました。");
    fields[5] = ("edition-1-text", "I called when I was young.");
    let page = send(&browser, "/share?lang=en", &fields, ("action", "consent")).await.expect(200).body;
    assert!(
        page.contains("name=\"consent-publish\"") && page.contains("whether the names may stand"),
        "{page}"
    );
    let told = send(&browser, "/share", &fields, ("action", "tell")).await.expect(303);
    let path = path_of(&told);
    read(&server.client(), &path, "en").await.expect(404);
    let done = browser.get(told.header("location")).await.expect(200).body;
    assert!(done.contains("reads it first"), "{done}");
}

#[tokio::test]
async fn every_step_is_a_page_that_can_be_left_fetched_again_and_come_back_to() {
    let server = Server::start().await;
    let browser = server.client();
    browser.get("/share/facts").await.expect(303);
    browser.get("/share/tell").await.expect(404);
    let page = browser.get("/share").await.expect(200);
    assert!(!page.headers.contains_key("set-cookie"), "who only reads gets no cookie");
    assert!(between(&page.body, "aria-current=\"step\"", "</li>").contains("Your story"), "{}", page.body);
    let facts = send(&browser, "/share", &FIELDS, ("action", "facts")).await.expect(200);
    let cookie = facts.header("set-cookie");
    assert!(
        cookie.contains("Path=/share") && !cookie.contains("Max-Age"),
        "it ends with the browser: {cookie}"
    );
    assert!(between(&facts.body, "aria-current=\"step\"", "</li>").contains("In short"), "{}", facts.body);
    assert!(!facts.body.contains("<textarea"), "{}", facts.body);
    for text in ["何も感じなくなりました", "gone quiet", "静かな日々", "希死念慮"] {
        assert!(server.database.tables_with(text).await.is_empty(), "{text} lies nowhere in clear");
    }

    // A reload, the language choice, and going back: everything is there.
    for step in ["/facts", "/facts?lang=ja", "/course", "/preview", "/consent", ""] {
        let path = &format!("/share{step}");
        let page = browser.get(path).await.expect(200).body;
        for value in ["何も感じなくなりました", "Quiet days", "アキュテイン", "26-35"] {
            assert!(page.contains(value), "{value} on {path} in\n{page}");
        }
    }
    let stranger = server.client().get("/share").await.expect(200).body;
    assert!(!stranger.contains("Quiet days"));
    let mut nothing = FIELDS.to_vec();
    nothing[0] = ("text", "");
    nothing[5] = ("edition-1-text", "");
    let page = send(&browser, "/share", &nothing, ("action", "consent")).await.expect(422).body;
    assert!(page.contains("href=\"#text\"") && page.contains("Quiet days"), "{page}");
    assert_eq!(browser.get("/share/consent").await.expect(303).header("location"), "/share");

    let gone = send(&browser, "/share", &FIELDS, ("action", "forget")).await.expect(200).body;
    assert!(!gone.contains("Quiet days"), "{gone}");
    assert!(server.database.rows("SELECT expires_at FROM manuscript").await.is_empty());
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookie_loses_nothing_and_what_one_member_typed_no_other_sees() {
    let server = Server::start().await;
    let member = signed_in(&server, "quiet_fern_12").await;
    let facts = send(&member, "/share", &FIELDS, ("action", "facts")).await.expect(200).body;
    assert!(
        facts.contains("name=\"text\" value=\"飲み始めて3日目"),
        "the form carries it by itself: {facts}"
    );
    let out = [("csrf", token(&facts))];
    let out: Vec<(&str, &str)> = out.iter().map(|(name, value)| (*name, value.as_str())).collect();
    member.post_form("/sign-out", &out).await.expect(303);
    assert!(!member.get("/share").await.expect(200).body.contains("Quiet days"));
    // Once it is told, nothing of the manuscript is left.
    let other = signed_in(&server, "slow_river_7").await;
    send(&other, "/share", &FIELDS, ("action", "facts")).await.expect(200);
    assert_eq!(server.database.rows("SELECT expires_at FROM manuscript").await.len(), 2);
    send(&other, "/share", &FIELDS, ("action", "tell")).await.expect(303);
    assert_eq!(server.database.rows("SELECT expires_at FROM manuscript").await.len(), 1);
}

#[tokio::test]
async fn what_the_text_mentions_is_added_to_the_facts_with_one_press() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let mut fields = FIELDS.to_vec();
    fields[5] = ("edition-1-text", "By the third day I had nightmares and my feelings had gone quiet.");
    let page = send(&browser, "/share?lang=en", &fields, ("action", "facts")).await.expect(200).body;
    let nightmares = between(&page, "name=\"add\" value=\"", "\"").to_owned();
    let page = send(&browser, "/share?lang=en", &fields, ("add", &nightmares)).await.expect(200).body;
    assert!(page.contains("name=\"symptom-2-name\" value=\"Nightmares\""), "{page}");
    assert!(page.contains("name=\"symptom-1-name\" value=\"希死念慮\""), "{page}");
}

#[tokio::test]
async fn who_has_no_name_here_is_shown_both_ways_and_helplines_stand_first() {
    let server = Server::start().await;
    let page = read(&server.client(), "/share", "ja").await.expect(200).body;
    assert!(page.contains("href=\"/sign-up\"") && page.contains("href=\"/manage\""));
    assert!(place(&page, "0120-279-338") < place(&page, "<textarea"));
    let browser = signed_in(&server, "quiet_fern_12").await;
    let form = read(&browser, "/share?lang=ja", "ja").await.expect(200).body;
    assert!(place(&form, "0120-279-338") < place(&form, "<textarea"));
    send(&browser, "/share", &[("text", "It began.")], ("action", "facts")).await.expect(200);
    let form = browser.get("/share/consent").await.expect(200).body;
    let boxes = form.split("<input").filter(|input| input.contains("type=\"checkbox\""));
    let boxes = boxes.map(|input| input.split('>').next().unwrap());
    let ticked: Vec<&str> = boxes.filter(|input| input.contains(" checked")).collect();
    assert!(ticked.is_empty(), "nothing is agreed to in advance: {ticked:?}");
}

#[tokio::test]
async fn problems_stand_at_their_fields_and_what_was_typed_stays() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let typed = [("title", "Only a title"), ("symptom-1-name", "brain fog"), ("age", "young")];
    let page = send(&browser, "/share", &typed, ("action", "tell")).await.expect(422).body;
    for words in ["href=\"#text\"", "Only a title", "brain fog", "value=\"young\""] {
        assert!(page.contains(words), "{words} in\n{page}");
    }
    let typed = [("text", "It began."), ("symptom-1-name", "brain fog"), ("age", "young")];
    let page = send(&browser, "/share", &typed, ("action", "tell")).await.expect(422).body;
    assert!(page.contains("href=\"#age\"") && page.contains("value=\"It began.\""), "{page}");
    let typed = [("text", "It began."), ("symptom-1-name", "brain fog")];
    let page = send(&browser, "/share", &typed, ("action", "tell")).await.expect(422).body;
    assert!(page.contains("href=\"#consent-publish\"") && page.contains("brain fog"), "{page}");
    let more = send(&browser, "/share", &typed, ("more", "symptom")).await.expect(200).body;
    assert!(more.contains("symptom-8-name") && !more.contains("class=\"problems\""));
    let change = send(&browser, "/share", &FIELDS, ("action", "text")).await.expect(200).body;
    assert!(between(&change, "<textarea", "</textarea>").contains("飲み始めて3日目"));
}

#[tokio::test]
async fn only_its_author_with_a_token_of_the_page_changes_a_story_or_takes_it_back() {
    let server = Server::start().await;
    let (author, other) =
        (signed_in(&server, "quiet_fern_12").await, signed_in(&server, "slow_river_7").await);
    let told = send(&author, "/share", &FIELDS, ("action", "tell")).await.expect(303);
    let path = path_of(&told);
    for below in ["edit", "take-back", "told"] {
        let address = format!("{path}/{below}");
        other.get(&address).await.expect(404);
        server.client().get(&address).await.expect(401);
    }
    author.post_form(&format!("{path}/take-back"), &[("csrf", "wrong")]).await.expect(403);
    author.post_form("/share", &FIELDS).await.expect(403);
    let foreign = token(&other.get("/share").await.expect(200).body);
    other.post_form(&format!("{path}/take-back"), &[("csrf", &foreign)]).await.expect(404);
    author.get(&path).await.expect(200);
}

#[tokio::test]
async fn facts_that_few_others_state_together_are_shown_with_what_could_be_left_out() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let mut fields = FIELDS.to_vec();
    fields.push(("country", "IS"));
    let page = send(&browser, "/share", &fields, ("action", "preview")).await.expect(200).body;
    assert!(
        page.contains("Few others say this together") && page.contains("Isotretinoin · Iceland"),
        "{page}"
    );
    assert!(page.contains("name=\"hide\" value=\"country\""), "{page}");
    let page = send(&browser, "/share", &fields, ("hide", "country")).await.expect(200).body;
    assert!(!page.contains("Few others say this together") && !page.contains("Iceland"), "{page}");
    assert!(page.contains("name=\"age\" value=\"26-35\""), "the rest is kept");
    let text = ("text", "In Iceland nobody knew what it was.");
    fields[0] = text;
    let page = send(&browser, "/share", &fields, ("action", "preview")).await.expect(200).body;
    assert!(page.contains("your words say it too") && !page.contains("name=\"hide\""), "{page}");
    send(&browser, "/share", &fields, ("action", "tell")).await.expect(303);
}

#[tokio::test]
async fn a_story_can_be_told_now_and_appear_later_and_be_changed_and_taken_back_until_then() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let mut fields = FIELDS.to_vec();
    fields.push(("release", "within-a-day"));
    let told = send(&browser, "/share", &fields, ("action", "tell")).await.expect(303);
    let path = path_of(&told);
    let thanks = browser.get(told.header("location")).await.expect(200).body;
    assert!(
        thanks.contains("appears by itself on") && !thanks.contains("person from this community"),
        "{thanks}"
    );
    assert!(!read(&server.client(), "/", "en").await.body.contains("Quiet days"), "nobody sees it yet");
    server.client().get(&path).await.expect(404);
    let edit = format!("{path}/edit");
    fields[1] = ("title", "静かな日");
    let consent = send(&browser, &edit, &fields, ("action", "consent")).await;
    let consent = if consent.status == 303 { browser.get(consent.header("location")).await } else { consent };
    assert!(consent.body.contains("by itself within a day"), "{}", consent.body);
    send(&browser, &edit, &fields, ("action", "tell")).await.expect(303);
    let settings = browser.get("/settings").await.expect(200).body;
    assert!(settings.contains("静かな日<") && settings.contains("at the latest"), "{settings}");
    let take_back = format!("{path}/take-back");
    let asked = browser.get(&take_back).await.expect(200).body;
    browser.post_form(&take_back, &[("csrf", &token(&asked))]).await.expect(303);
    assert!(server.database.tables_with("何も感じなくなりました").await.is_empty(), "its text is erased");
}

#[tokio::test]
async fn an_operator_releases_all_stories_together_and_what_a_person_reads_first_is_not_delayed_twice() {
    let server = Server::at("a").env("ANAMNESIS_TELLING_RELEASE", "next-time").start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    send(&browser, "/share", &FIELDS, ("action", "facts")).await.expect(200);
    let consent = browser.get("/share/consent").await.expect(200).body;
    assert!(!consent.contains("name=\"release\"") && consent.contains("by itself within a day"), "{consent}");
    send(&browser, "/share", &FIELDS, ("action", "tell")).await.expect(303);
    assert!(browser.get("/settings").await.expect(200).body.contains("at the latest"));

    let reviewed = Server::at("b")
        .env("ANAMNESIS_TELLING_RELEASE", "within-a-day")
        .env("ANAMNESIS_REVIEW_MODE", "all")
        .start()
        .await;
    let browser = signed_in(&reviewed, "slow_river_7").await;
    send(&browser, "/share", &FIELDS, ("action", "tell")).await.expect(303);
    let settings = browser.get("/settings").await.expect(200).body;
    assert!(settings.contains("waiting to be checked") && !settings.contains("at the latest"), "{settings}");
}

#[tokio::test]
async fn what_is_typed_to_change_a_story_outlives_errors_and_a_reload_and_is_forgotten_when_it_is_done() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let path = path_of(&send(&browser, "/share", &FIELDS, ("action", "tell")).await.expect(303));
    let edit = format!("{path}/edit");
    let mut changed = FIELDS.to_vec();
    changed[4] = ("edition-1-title", "A hoopoe sat outside");
    let facts = send(&browser, &edit, &changed, ("action", "facts")).await.expect(200);
    let cookie = facts.header("set-cookie");
    assert!(cookie.contains(&format!("Path={edit};")) && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(server.database.tables_with("hoopoe").await.is_empty(), "it lies nowhere in clear");
    for step in ["", "?step=facts", "?step=preview", "?step=consent", "?step=facts&lang=ja"] {
        let page = browser.get(&format!("{edit}{step}")).await.expect(200).body;
        assert!(page.contains("A hoopoe sat outside"), "{step}: {page}");
    }
    assert!(!browser.get("/share").await.expect(200).body.contains("hoopoe"), "a new story is another");
    let mut nothing = changed.clone();
    nothing[0] = ("text", "");
    nothing[5] = ("edition-1-text", "");
    let page = send(&browser, &edit, &nothing, ("action", "consent")).await.expect(422).body;
    assert!(page.contains("href=\"#text\""), "{page}");
    let kept = browser.get(&edit).await.expect(200).body;
    assert!(kept.contains("A hoopoe sat outside"), "an error loses nothing: {kept}");
    let led = browser.get(&format!("{edit}?step=consent")).await.expect(303);
    assert_eq!(led.header("location"), edit, "where something has to be mended first");

    let forgotten = send(&browser, &edit, &changed, ("action", "forget")).await.expect(303);
    assert_eq!(forgotten.header("location"), edit);
    assert!(
        browser.get(&edit).await.expect(200).body.contains("Quiet days"),
        "what was told stands there again"
    );
    send(&browser, &edit, &changed, ("action", "facts")).await.expect(200);
    send(&browser, &edit, &changed, ("action", "tell")).await.expect(303);
    assert!(server.database.rows("SELECT expires_at FROM manuscript").await.is_empty());
    assert!(read(&server.client(), &path, "en").await.expect(200).body.contains("A hoopoe sat outside"));
}
