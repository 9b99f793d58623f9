//! Somebody new: they join, are let in, tell a story, change it, and take it back. The same in English on a laptop, in
//! Japanese on a phone, and without JavaScript.

use super::person::{ENGLISH, JAPANESE, Manner, PASSPHRASE, PLAIN, Person};
use super::support::Server;

/// What they have to say.
struct Told {
    reason: &'static str,
    text: &'static str,
    title: &'static str,
    language: &'static str,
    other_text: &'static str,
    other_title: &'static str,
    other_language: &'static str,
    medication: &'static str,
    symptoms: [&'static str; 3],
    added: &'static str,
}

const IN_ENGLISH: Told = Told {
    reason: "I took a medication for my skin, and I have never met anybody who had the same.",
    text: "I was prescribed it through an online clinic, for a few spots on my chin. By the third day my feelings had \
           gone quiet, as if somebody had turned a dial.\n\nWhen I told the doctor, I was told that this could not come \
           from the medication, and that it would all go away once I had finished the course. It did not. There were \
           nights on which I did not want to live any more.\n\nMore than two years later I am slowly getting better. \
           Last spring I heard a song and had to stop on the street, because I felt something. If you have the same, \
           please hold on.",
    title: "Somebody had turned a dial",
    language: "en",
    other_text: "オンライン診療で、あごのにきびのために処方されました。3日目には、誰かにつまみを絞られたように、何も感じなく\
                 なりました。\n\n医師に伝えると、薬のせいではない、飲み終えればなくなると言われました。なくなりませんでした。\
                 もう生きていたくないと思う夜もありました。\n\n2年以上たった今、少しずつ良くなっています。",
    other_title: "つまみを絞られたように",
    other_language: "ja",
    medication: "Accutane",
    symptoms: ["emotional blunting", "suicidal thoughts", "dry lips"],
    added: "\n\nThank you for reading.",
};

const IN_JAPANESE: Told = Told {
    reason: "肌の薬を飲んでから、同じ症状の人に会ったことがありません。",
    text: IN_ENGLISH.other_text,
    title: IN_ENGLISH.other_title,
    language: "ja",
    other_text: IN_ENGLISH.text,
    other_title: IN_ENGLISH.title,
    other_language: "en",
    medication: "アキュテイン",
    symptoms: ["感情鈍麻", "希死念慮", "唇の乾燥"],
    added: "\n\n読んでくださって、ありがとうございます。",
};

#[tokio::test]
async fn somebody_joins_tells_a_story_changes_it_and_takes_it_back() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_NAME", "Quiet harbour").start().await;
    whole_walk(&server, ENGLISH, &IN_ENGLISH).await;
}

#[tokio::test]
async fn the_same_can_be_done_in_japanese_on_a_phone() {
    let server = Server::at("a")
        .env("ANAMNESIS_COMMUNITY_NAME", "おくすり体験談")
        .env("ANAMNESIS_COMMUNITY_LANGUAGE", "ja")
        .start()
        .await;
    whole_walk(&server, JAPANESE, &IN_JAPANESE).await;
}

#[tokio::test]
async fn the_same_can_be_done_without_javascript() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_NAME", "Quiet harbour").start().await;
    whole_walk(&server, PLAIN, &IN_ENGLISH).await;
}

async fn whole_walk(server: &Server, manner: Manner, told: &Told) {
    let newcomer = Box::pin(Person::arrive(server, manner)).await;
    let handle = Box::pin(join(&newcomer, told)).await;
    let moderator = Box::pin(Person::member(server, manner, "calm_heron_31", "moderator")).await;
    Box::pin(let_in(&moderator, told)).await;
    Box::pin(come_back(&newcomer, &handle)).await;
    let story = Box::pin(tell(&newcomer, told)).await;
    Box::pin(read_and_change(&newcomer, &story, told)).await;
    Box::pin(take_back(&newcomer, &story)).await;
    moderator.open(&story).await;
    assert!(!moderator.browser.text("main").await.contains(told.title), "gone for everybody");
}

/// From the empty list to the page that says to wait; returns the handle.
async fn join(newcomer: &Person, told: &Told) -> String {
    newcomer.open("/").await;
    newcomer.look("stories-none").await;
    newcomer.follow("/share").await;
    newcomer.look("share-gate").await;
    newcomer.follow("/sign-up").await;
    newcomer.look("sign-up").await;

    let offered = newcomer.written("handle").await;
    newcomer.write(&[("reason", told.reason)]).await;
    newcomer.send("another").await;
    let handle = newcomer.written("handle").await;
    assert!(!handle.is_empty() && handle != offered, "another name than {offered}");
    assert_eq!(newcomer.written("reason").await, told.reason);

    newcomer.write(&[("passphrase", "short"), ("passphrase-again", "other")]).await;
    newcomer.send("join").await;
    let problems = newcomer.problems().await;
    assert_eq!(problems, ["passphrase-again", "old-enough", "agrees"]);
    assert_eq!(
        (newcomer.written("handle").await, newcomer.written("reason").await),
        (handle.clone(), told.reason.to_owned())
    );
    newcomer.look("sign-up-problems").await;

    newcomer.write(&[("passphrase", PASSPHRASE), ("passphrase-again", PASSPHRASE)]).await;
    newcomer.tick(&["old-enough", "knows-public", "agrees"]).await;
    newcomer.send("join").await;
    assert_eq!(newcomer.browser.count(".words li").await, 12);
    newcomer.look("recovery-words").await;
    newcomer.follow("/sign-up/waiting").await;
    assert!(newcomer.browser.text("main").await.contains(&handle));
    newcomer.look("waiting").await;
    newcomer.open("/share").await;
    assert_eq!(newcomer.browser.count("textarea").await, 0, "who waits cannot tell a story yet");
    handle
}

async fn let_in(moderator: &Person, told: &Told) {
    moderator.open("/desk").await;
    assert!(moderator.browser.text("main").await.contains(told.reason));
    moderator.look("desk-people").await;
    moderator.send("approve").await;
    assert!(!moderator.browser.text("main").await.contains(told.reason));
    moderator.look("desk-empty").await;
}

async fn come_back(newcomer: &Person, handle: &str) {
    newcomer.open("/settings").await;
    newcomer.browser.follow("form.signed-in button").await;
    newcomer.open("/sign-in").await;
    newcomer.look("sign-in").await;
    newcomer.write(&[("handle", handle), ("passphrase", "not the right one")]).await;
    newcomer.send("").await;
    assert_eq!(newcomer.written("handle").await, handle);
    newcomer.look("sign-in-problems").await;
    newcomer.sign_in(handle, PASSPHRASE).await;
}

/// Through all steps, over two mistakes and back, to the page that thanks; returns the story's path.
async fn tell(newcomer: &Person, told: &Told) -> String {
    newcomer.open("/share").await;
    newcomer.look("share").await;
    assert_eq!(newcomer.browser.count(".steps [aria-current='step']").await, 1);
    newcomer.write(&[("title", told.title)]).await;
    newcomer.choose(&[("language", told.language)]).await;
    newcomer.send("facts").await;
    assert_eq!(newcomer.problems().await, ["text"]);
    newcomer.browser.click(".problems a[href='#text']").await;
    assert_eq!(newcomer.browser.run("return document.activeElement.id").await, "text");
    assert_eq!(newcomer.written("title").await, told.title);
    assert_eq!(newcomer.written("language").await, told.language);
    newcomer.look("share-problems").await;

    newcomer.write(&[("text", told.text)]).await;
    newcomer.uncover("details:has([name='edition-1-text'])").await;
    newcomer.choose(&[("edition-1-language", told.other_language)]).await;
    newcomer.write(&[("edition-1-title", told.other_title), ("edition-1-text", told.other_text)]).await;
    newcomer.send("facts").await;
    newcomer.look("share-facts").await;
    newcomer.write(&[("medication-1-name", told.medication)]).await;
    for (n, symptom) in told.symptoms.iter().enumerate() {
        newcomer.write(&[(&format!("symptom-{}-name", n + 1), symptom)]).await;
    }
    newcomer.choose(&[("symptom-1-severity", "4")]).await;
    newcomer.send("course").await;
    newcomer.look("share-course").await;
    newcomer.choose(&[("age", "26-35"), ("status", "stopped"), ("duration", "1-6-months")]).await;
    newcomer.choose(&[("trajectory", "improving"), ("again", "no")]).await;
    newcomer.uncover("details:has([name='symptom-2-onset'])").await;
    newcomer.choose(&[("symptom-2-onset", "same-day")]).await;
    newcomer.send("preview").await;
    let preview = newcomer.browser.text("main").await;
    assert!(preview.contains(told.title) && preview.contains(told.other_title), "{preview}");
    newcomer.look("preview").await;

    // Back, forward, a reload, the browser's own way back: nothing is lost.
    newcomer.send("course").await;
    for (name, value) in [("trajectory", "improving"), ("symptom-2-onset", "same-day")] {
        assert_eq!(newcomer.written(name).await, value, "{name}");
    }
    newcomer.send("facts").await;
    for (name, value) in [("symptom-1-severity", "4"), ("symptom-3-name", told.symptoms[2])] {
        assert_eq!(newcomer.written(name).await, value, "{name}");
    }
    newcomer.send("text").await;
    newcomer.open("/share").await;
    for (name, value) in [("text", told.text), ("edition-1-text", told.other_text)] {
        assert_eq!(newcomer.written(name).await, value, "{name}");
    }
    newcomer.send("facts").await;
    newcomer.browser.back().await;
    assert_eq!(newcomer.written("text").await, told.text);
    newcomer.open("/share/facts").await;
    assert_eq!(newcomer.written("medication-1-name").await, told.medication);
    newcomer.send("course").await;
    assert_eq!(newcomer.browser.count("[name=status][value=stopped]:checked").await, 1);
    newcomer.send("preview").await;
    newcomer.send("consent").await;
    newcomer.look("share-consent").await;
    newcomer.tick(&["consent-federate", "consent-translate"]).await;
    newcomer.send("tell").await;
    assert_eq!(newcomer.problems().await, ["consent-publish"]);
    assert_eq!(newcomer.browser.count("input[type=checkbox]:checked").await, 2);
    newcomer.tick(&["consent-publish"]).await;
    newcomer.send("tell").await;
    newcomer.look("told").await;
    newcomer.path().await.strip_suffix("/told").unwrap().to_owned()
}

async fn read_and_change(newcomer: &Person, story: &str, told: &Told) {
    newcomer.open("/").await;
    newcomer.look("stories-one").await;
    newcomer.browser.follow(".card h3 a").await;
    assert_eq!(newcomer.path().await, story);
    assert!(newcomer.browser.count("#help-before").await == 1, "helplines stand on such a story");
    assert!(
        !newcomer.browser.text("main").await.contains(told.text.split('\n').next().unwrap()),
        "it is covered"
    );
    newcomer.uncover(".covered").await;
    let page = newcomer.browser.text("main").await;
    for words in [told.text, told.other_text].map(|text| text.split('\n').next().unwrap()) {
        assert!(page.contains(words), "{words} in\n{page}");
    }
    newcomer.look("story-own").await;
    newcomer.follow(&format!("{story}/edit")).await;
    assert_eq!(newcomer.written("text").await, told.text);
    newcomer.look("edit").await;
    newcomer.write(&[("text", &format!("{}{}", told.text, told.added))]).await;
    newcomer.send("facts").await;
    newcomer.look("edit-facts").await;
    newcomer.send("course").await;
    newcomer.look("edit-course").await;
    newcomer.send("preview").await;
    newcomer.send("consent").await;
    assert_eq!(newcomer.browser.count("input[type=checkbox]:checked").await, 3);
    newcomer.send("tell").await;
    newcomer.look("told-changed").await;
    newcomer.follow(story).await;
    newcomer.uncover(".covered").await;
    assert!(newcomer.browser.text("main").await.contains(told.added.trim()));
}

async fn take_back(newcomer: &Person, story: &str) {
    newcomer.follow(&format!("{story}/take-back")).await;
    newcomer.look("take-back").await;
    newcomer.send("").await;
    newcomer.look("taken-back").await;
    newcomer.open(story).await;
    newcomer.look("failed-taken-back").await;
}
