//! Every kind of post that we emit, read by all four: the whole text, in its language, with every fact line, the warning, the
//! hashtags and the pictures.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::{READERS, Seen, misskey};
use crate::base::i18n;
use crate::domain::auth::Member;
use crate::domain::auth::member::{NewMember, create};
use crate::domain::media::{self, Focus, MAX_TIME, Sent, Upload};
use crate::domain::post::{self, Post};
use crate::domain::story::{Edit, NewPost, Source, draft, edit, render, write};
use crate::domain::vocabulary::Lang;
use crate::federation::activity;
use crate::federation::object::around::Around;
use crate::federation::object::note;
use crate::store::testing::{Fresh, fresh_with};

/// What every server reads of one activity; with a byte more it is refused.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// A PNG of one grey dot.
const DOT: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\
    \x00\x00\x00\x0aIDATx\x9cch\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82";

struct Here {
    app: Fresh,
    member: Member,
}

impl Here {
    async fn start() -> Self {
        let app = fresh_with(|config| config.limits.posts = 10_000).await;
        let member =
            create(&app, NewMember::active("quiet_fern_12", "tea moss lantern")).await.unwrap().member;
        Self { app, member }
    }

    async fn tell(&self, new: NewPost) -> Option<Post> {
        write(&self.app, &self.member, new).await.ok()
    }

    async fn told(&self, text: &str, language: &str) -> Post {
        let new =
            NewPost { text: text.to_owned(), language: Some(language.to_owned()), ..NewPost::default() };
        self.tell(new).await.unwrap_or_else(|| panic!("refused: {text}"))
    }

    /// Composes a post and holds what each of the four sees against what its author told.
    async fn check(&self, post: &Post) -> Value {
        let shown = post::show_one(&self.app, Some(self.member.account.id), post.clone()).await.unwrap();
        let around = Around::load(&self.app, post).await.unwrap();
        let created = activity::create::compose(&self.app, &shown, &around);
        assert!(created.to_string().len() <= MAX_BODY_BYTES, "{} bytes", created.to_string().len());
        let composed = note::compose(&self.app, &shown, &around);
        for reader in &READERS {
            let name = reader.name;
            let seen =
                (reader.read)(&composed).unwrap_or_else(|error| panic!("{name}: {error}\n{composed:#}"));
            check_text(name, &seen, post);
            // Misskey shows no language; Akkoma knows only codes of two letters.
            if name != "Misskey" {
                assert_eq!(seen.language, post.language, "{name}");
            }
            assert_eq!(seen.warning.as_deref().unwrap_or_default(), post.warning, "{name}");
            assert_eq!(seen.warning.is_some(), !post.warning.is_empty(), "{name}");
            for tag in &shown.tags {
                let expected = (reader.tag)(&tag.name);
                assert!(expected.is_some(), "{name} knows no hashtag #{}", tag.name);
                assert!(
                    seen.hashtags.contains(&expected.unwrap()),
                    "{name}: #{} in {:?}",
                    tag.name,
                    seen.hashtags
                );
            }
            let described: Vec<&str> =
                seen.pictures.iter().map(|(_, description)| description.as_str()).collect();
            let expected: Vec<&str> = shown.media.iter().map(|one| one.description.as_str()).collect();
            assert_eq!(described, expected, "{name}");
        }
        composed
    }
}

/// Every line that was told stands in what is seen, in its order.
fn check_text(reader: &str, seen: &Seen, post: &Post) {
    let lines = lines(&seen.text);
    let mut rest = lines.iter();
    for expected in expected(post) {
        let found = rest.any(|line| *line == expected);
        if !found && reader == "Misskey" && seen.text.encode_utf16().count() >= misskey::MAX_TEXT_UNITS {
            // Cut off behind what its database holds; the note's page has the rest.
            return;
        }
        assert!(found, "{reader} does not show {expected:?} in {lines:#?}");
    }
}

/// The lines of a text, without those that are empty, and with one blank where there are several, as a browser shows them.
fn lines(text: &str) -> Vec<String> {
    let spaced = |line: &str| line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(spaced).filter(|line| !line.is_empty()).collect()
}

/// What a reader must see: title, text, facts, and where the other languages are.
fn expected(post: &Post) -> Vec<String> {
    let source = Source::of(post).unwrap();
    let (original, others) = source.editions.split_first().unwrap();
    let lang = Lang::from_tag(&original.language).unwrap_or(Lang::En);
    let mut told = original.title.clone().into_iter().collect::<Vec<_>>();
    // Links show their address without its scheme, and every hashtag has the same sign.
    let shown = original.text.replace("https://", "").replace("http://", "").replace('＃', "#");
    told.extend(lines(&shown));
    if post.story.is_some() {
        told.extend(render::fact_lines(&source.facts, lang));
        for other in others {
            let name = i18n::own_name(&other.language);
            told.push(
                other.title.as_ref().map_or_else(|| name.to_owned(), |title| format!("{name}: {title}")),
            );
        }
    }
    told.iter().flat_map(|line| lines(line)).collect()
}

#[tokio::test]
async fn all_four_show_every_post_of_the_collection_whole() {
    let here = Here::start().await;
    let posts = include_str!("../../../../tests/fixtures/posts.jsonl");
    let mut stories = 0;
    for line in posts.lines() {
        let post: Value = serde_json::from_str(line).unwrap();
        let post = here.told(post["text"].as_str().unwrap(), post["lang"].as_str().unwrap()).await;
        stories += u32::from(post.story.is_some());
        here.check(&post).await;
    }
    assert!(stories > 80, "{stories}");
}

#[tokio::test]
async fn all_four_show_the_original_of_a_story_in_two_languages_and_where_the_other_is() {
    let here = Here::start().await;
    let text = "やめてからのこと / After I stopped\n\n薬：ジェイゾロフト\n年齢：26〜35歳\n症状：感情の鈍麻、ひどい不眠\n\n\
        English Translation\n\nIt was given to me for panic attacks.\n\n原文\n\nパニック発作のために出してもらいました。";
    let post = here.told(text, "ja").await;
    let composed = here.check(&post).await;
    assert_eq!(composed["contentMap"].as_object().unwrap().keys().collect::<Vec<_>>(), ["ja"]);
    assert!(post.html.contains("English: After I stopped"), "{}", post.html);
    // In a language for which there are no labels the facts are told in English.
    let post = here.told("Medication: Zoloft\nAge: 29\n\nMi ha tolto il sonno per sei mesi.", "it").await;
    assert_eq!(here.check(&post).await["contentMap"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn all_four_cover_what_needs_care_and_pass_on_the_author_s_own_warning() {
    let here = Here::start().await;
    let grave = "Medication: Accutane\nSymptoms: suicidal thoughts\n\nI did not want to live any more.";
    let post = here.told(grave, "en").await;
    assert!(post.care_level >= 2 && !post.warning.is_empty());
    let composed = here.check(&post).await;
    assert_eq!(composed["sensitive"], true);
    let own = NewPost {
        warning: Some("Blood & \"bones\" — 血".to_owned()),
        ..new("Medication: Zoloft\n\nIt bled.")
    };
    let post = here.tell(own).await.unwrap();
    assert_eq!(post.warning, "Blood & \"bones\" — 血");
    here.check(&post).await;
    let covered = NewPost { sensitive: true, ..new("Medication: Zoloft\n\nOnly covered.") };
    let post = here.tell(covered).await.unwrap();
    assert_eq!(here.check(&post).await["sensitive"], true);
}

#[tokio::test]
async fn all_four_show_pictures_with_their_descriptions_and_an_edit_as_it_is_now() {
    let here = Here::start().await;
    let mut media = Vec::new();
    for description in ["Peeling skin on a hand", "", "手のひら <左>"] {
        let file = Sent { bytes: DOT.into(), ..Sent::default() };
        let upload = Upload { file, description: description.to_owned(), focus: Focus { x: 500, y: -250 } };
        media.push(media::upload(&here.app, here.member.sender(), upload, MAX_TIME).await.unwrap().id);
    }
    let post = here.tell(NewPost { media, ..new("Medication: Zoloft\n\nLook.") }).await.unwrap();
    let composed = here.check(&post).await;
    assert_eq!(composed["attachment"].as_array().unwrap().len(), 3);
    here.app.pass(3600);
    let changed = Edit { text: "Medication: Zoloft\nAge: 40\n\nLook again.".to_owned(), ..Edit::default() };
    Box::pin(edit(&here.app, &here.member, post.id, changed)).await.unwrap();
    let post = post::find_by_address(&here.app, &post.uri).await.unwrap().unwrap();
    let composed = here.check(&post).await;
    assert!(composed["updated"].as_str() > composed["published"].as_str());
    assert!(composed["content"].as_str().unwrap().contains("Age: 36–45"));
}

#[tokio::test]
async fn the_longest_story_is_whole_at_three_and_cut_off_at_the_fourth_which_leads_to_its_page() {
    let here = Here::start().await;
    let paragraph = "飲み始めて三日目に始まり、だれも信じてくれませんでした。\n\n";
    let facts = "薬：ジェイゾロフト\n年齢：29歳\n\n";
    let room = draft::MAX_CHARS - facts.chars().count();
    let text = format!("{facts}{}", paragraph.repeat(room / paragraph.chars().count()));
    let post = here.told(&text, "ja").await;
    let composed = here.check(&post).await;
    let seen = misskey::read(&composed).unwrap();
    assert_eq!(seen.text.encode_utf16().count(), misskey::MAX_TEXT_UNITS);
    assert_eq!(composed["url"], post.url.as_str());
}

fn new(text: &str) -> NewPost {
    NewPost { text: text.to_owned(), language: Some("en".to_owned()), ..NewPost::default() }
}

/// A text of pieces that people write, in any order, and some that only servers stumble over.
fn any_post() -> impl Strategy<Value = NewPost> {
    let pieces = vec![
        "What nobody told me",
        "だれも教えてくれなかったこと",
        "Age: 26–35  ·  Duration of use: 1–6 months  ·  Current status: No, have stopped",
        "年齢：26〜35歳　・　使用期間：1〜6か月",
        "Medikament: Roaccutan\nNebenwirkungen: starke Angst, trockene Augen",
        "Médicament : Curacné\nSymptômes : yeux secs, anxiété sévère",
        "약: 이소트레티노인",
        "药物：异维A酸",
        "Medication: my grandmother's tea, 20 mg\nFor: panic attacks",
        "Symptoms: brain zaps, dry eyes (severe), my skin hums",
        "It began on the <b>third</b> day & nobody \"believed\" me, it's 5 > 3.",
        "Two  blanks,\tand a tab.\nA second line\r\nand a third",
        "第三天就开始了，没有人相信我说的话。",
        "See https://b.example/x?a=1&b=2#part (and http://c.example/ü), or not.",
        "I write #DryEyes and #薄毛 and #한국어 and ＃ＡＢＣ here, #5 and #C++ too.",
        "#Accutane #イソトレチノイン #under_score #Größe #ﾆｷﾋﾞ",
        "@nobody and @somebody@b.example were kind.",
        "😀👩🏽‍⚕️ e\u{301}a\u{300} \u{200b}zero\u{2060}width",
        "&lt;script&gt;alert(1)&lt;/script&gt; <script>alert(1)</script>",
        "English Translation\n\nIt was given to me for panic attacks.",
        "原文\n\n本文です。",
        "**bold** _it_ [link](https://d.example) $[spin x] `code`",
    ];
    let texts = proptest::collection::vec(select(pieces), 1..7).prop_map(|pieces| pieces.join("\n\n"));
    let languages = select(vec![
        None,
        Some("en"),
        Some("ja"),
        Some("de"),
        Some("zh-Hans"),
        Some("pt-BR"),
        Some("it"),
        Some("x"),
    ]);
    let warnings = select(vec![None, Some(""), Some("blood"), Some("a < b & \"c\""), Some("血が出ます")]);
    (texts, languages, warnings, any::<bool>()).prop_map(|(text, language, warning, sensitive)| NewPost {
        text,
        language: language.map(str::to_owned),
        warning: warning.map(str::to_owned),
        sensitive,
        ..NewPost::default()
    })
}

#[tokio::test]
async fn all_four_show_whatever_people_write_in_any_order() {
    let here = Here::start().await;
    let mut runner = TestRunner::deterministic();
    let (mut stories, mut refused) = (0, 0);
    for _ in 0..150 {
        let new = any_post().new_tree(&mut runner).unwrap().current();
        let Some(post) = here.tell(new).await else {
            refused += 1;
            continue;
        };
        stories += u32::from(post.story.is_some());
        here.check(&post).await;
    }
    assert!(stories > 50 && refused < 20, "{stories} stories, {refused} refused");
}
