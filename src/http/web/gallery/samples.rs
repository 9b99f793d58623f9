//! Sample data in the shape of what people really tell.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::base::i18n::{self, Language};
use crate::http::web::frame::{Community, Frame, Link, Reader};
use crate::http::web::helplines::{Asking, HelplinesView};
use crate::http::web::replies::HeldReply;
use crate::http::web::settings::strangers::Stranger;
use crate::http::web::share::fields::StoryForm;
use crate::http::web::stories::pictures::PictureView;
use crate::http::web::stories::views::{
    Care, EditionView, Fact, FactValue, Origin, ReplyView, Spoken, StoryCard, StoryView, Translator,
};

pub const STORY: &str = "/@quiet_river_27/117310443520294913";

pub fn community() -> Arc<Community> {
    Arc::new(Community {
        name: "After the Prescription".to_owned(),
        host: "stories.example".to_owned(),
        feed: "@stories@stories.example".to_owned(),
        exit_url: "https://www.wikipedia.org/".to_owned(),
        source_url: Some("https://stories.example/source".to_owned()),
        operator: Some("Patients for Patients".to_owned()),
        contact: Some("desk@stories.example".to_owned()),
        ..Community::default()
    })
}

pub fn frame(language: Language, address: &str) -> Frame {
    Frame { csrf: "t0k3n".to_owned(), ..Frame::new(community(), language, address) }
}

pub fn signed_in(language: Language, address: &str) -> Frame {
    let reader = Reader {
        handle: "quiet_river_27".to_owned(),
        address: "/@quiet_river_27".to_owned(),
        reviews: true,
        signs_in: true,
    };
    Frame { reader: Some(reader), chosen: true, ..frame(language, address) }
}

pub fn month() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 11, 1)
}

pub fn in_words<'a>(language: Language, english: &'a str, japanese: &'a str) -> &'a str {
    match language {
        Language::En => english,
        Language::Ja => japanese,
    }
}

pub fn fact(label: &str, values: &[&str]) -> Fact {
    let value = |text: &&str| FactValue { text: (*text).to_owned(), ..FactValue::default() };
    Fact { label: label.to_owned(), values: values.iter().map(value).collect() }
}

pub fn facts(language: Language) -> Vec<Fact> {
    let (medication, symptoms) =
        in_words(language, "Medication|Symptoms", "薬|症状").split_once('|').unwrap();
    let mut list = fact(
        symptoms,
        &in_words(
            language,
            "Emotional blunting|Sexual dysfunction|Suicidal ideation|Anxiety|Muscle and joint pain",
            "感情の鈍麻|性機能障害|希死念慮|不安|筋肉・関節の痛み",
        )
        .split('|')
        .collect::<Vec<_>>(),
    );
    list.values[3].note = Some(in_words(language, "severe", "強い").to_owned());
    list.values[0].address = Some("/?symptom=emotional-blunting".to_owned());
    let mut medication = fact(medication, &["isotretinoin"]);
    medication.values[0].note = Some("アキュテイン".to_owned());
    vec![
        medication,
        fact(in_words(language, "Age", "年齢"), &[in_words(language, "26–35", "26〜35歳")]),
        fact(
            in_words(language, "Duration of use", "使用期間"),
            &[in_words(language, "1–6 months", "1〜6か月")],
        ),
        fact(
            in_words(language, "Current status", "現在の状況"),
            &[in_words(language, "No, have stopped", "いいえ、服用をやめた")],
        ),
        list,
    ]
}

pub fn titles(language: Language) -> Vec<Spoken> {
    let mut both =
        vec![Spoken::new("en", "Isotretinoin Aftermath"), Spoken::new("ja", "イソトレチノイン後遺症")];
    if language == Language::Ja {
        both.reverse();
    }
    both
}

pub fn story(language: Language) -> StoryView {
    StoryView {
        opened: false,
        marks: Vec::new(),
        is_note: false,
        titles: titles(language),
        teller: Link { label: "@quiet_river_27".to_owned(), address: "/@quiet_river_27".to_owned() },
        home: Some("nihongo.example".to_owned()),
        elsewhere: Some(format!("https://nihongo.example{STORY}")),
        told: month(),
        changed: month(),
        facts: facts(language),
        care: Care::SuicidalThoughts,
        warning: Some(Spoken::new(language.code(), i18n::text(language, "care-warning-suicidal", &[]))),
        editions: vec![
            EditionView {
                language: "en".to_owned(),
                title: "Isotretinoin Aftermath".to_owned(),
                html: "<p>I was prescribed it through an online clinic. By the third day my feelings had gone \
                       quiet, as if somebody had turned a dial.</p><p>When I told the doctor, I was told not to \
                       worry: once I finished the course it would all go away.</p><p>More than two years later I \
                       am slowly getting better. If you have the same, please hold on.</p>"
                    .to_owned(),
                origin: Origin::Translation { by: Translator::Author, reviewed: true },
            },
            EditionView {
                language: "ja".to_owned(),
                title: "イソトレチノイン後遺症".to_owned(),
                html: "<p>オンライン診療で処方してもらい、飲み始めて3日目で、感情のつまみを誰かに絞られたように、\
                       何も感じなくなりました。</p><p>医師に伝えると、飲み終えればすべてなくなるので安心してください\
                       と言われました。</p><p>2年以上たった今、少しずつですが良くなっています。同じ症状の方、どうか\
                       持ちこたえてください。</p>"
                    .to_owned(),
                origin: Origin::Original,
            },
        ],
        poll: None,
        topics: vec![Link { label: "isotretinoin".to_owned(), address: "/?medication=isotretinoin".to_owned() }],
        address: format!("https://stories.example{STORY}"),
        pictures: vec![
            PictureView {
                address: "/assets/header.png".to_owned(),
                small: Some("/assets/header.png".to_owned()),
                width: 600,
                height: 200,
                description: String::new(),
            },
            PictureView {
                address: "https://pictures.example/2.jpg".to_owned(),
                description: "Dry, peeling lips from the side".to_owned(),
                ..PictureView::default()
            },
        ],
        covers_pictures: false,
    }
}

pub fn replies() -> Vec<ReplyView> {
    let reply = |html: &str, warning: Option<Spoken>| ReplyView {
        teller: Link { label: "@slow_lantern_8".to_owned(), address: "/@slow_lantern_8".to_owned() },
        address: "/@slow_lantern_8/117310443520294914".to_owned(),
        told: month(),
        warning,
        language: "en".to_owned(),
        html: html.to_owned(),
        pictures: Vec::new(),
        covers_pictures: false,
    };
    vec![
        reply("<p>Thank you for telling this.</p>", None),
        reply("<p>It was the same for me.</p>", Some(Spoken::new("en", "self-harm, mentioned"))),
    ]
}

pub fn cards(language: Language) -> Vec<StoryCard> {
    let opening = in_words(
        language,
        "For eleven years I took it for pain that was never examined. Stopping was harder than anything before, \
         and nobody had told me that it might be.",
        "痛みのために11年間飲み続けました。やめるのは、それまでのどんなことよりもつらく、そうなるかもしれないとは誰も\
         教えてくれませんでした。",
    );
    let about = facts(language);
    vec![
        StoryCard {
            address: STORY.to_owned(),
            title: titles(language).remove(0),
            facts: vec![about[0].clone(), about[4].clone()],
            warning: story(language).warning,
            told: month(),
            home: Some("nihongo.example".to_owned()),
            ..StoryCard::default()
        },
        StoryCard {
            address: "/@slow_lantern_8/117310443520294000".to_owned(),
            title: Spoken::new(language.code(), in_words(language, "Eleven years", "11年")),
            facts: vec![fact(in_words(language, "Medication", "薬"), &["tramadol"])],
            opening: Some(Spoken::new(language.code(), opening)),
            told: month(),
            held: true,
            ..StoryCard::default()
        },
        StoryCard {
            address: "/@kleiner_wald_3/117310443520293000".to_owned(),
            title: Spoken::new("de", "Nach dem Absetzen"),
            only_in: Some("de".to_owned()),
            opening: Some(Spoken::new(
                "de",
                "Drei Wochen nach dem Absetzen kam der Schwindel zurück, stärker als zuvor.",
            )),
            told: month(),
            ..StoryCard::default()
        },
    ]
}

pub fn helplines(language: Language) -> HelplinesView {
    let country = Some(in_words(language, "US", "JP"));
    let asking = Asking { country, language, chosen: false, accept_language: None };
    HelplinesView::choose(&asking, "2026-11-22T12:00:00Z".parse().unwrap())
}

pub fn filled(language: Language) -> StoryForm {
    let text =
        in_words(language, "By the third day my feelings had gone quiet.", "3日目で何も感じなくなりました。");
    let symptom = in_words(language, "severe anxiety", "ひどい不安");
    StoryForm::read([
        ("text", text),
        ("medication-1-name", "Accutane"),
        ("symptom-1-name", symptom),
        ("edition-1-text", "…"),
        ("consent-publish", "yes"),
    ])
}

/// A reply that waits.
pub fn held_reply(language: Language) -> HeldReply {
    HeldReply {
        id: "9".to_owned(),
        writer: "@ann@peer.example".to_owned(),
        story: titles(language).remove(0),
        address: STORY.to_owned(),
        warning: None,
        language: language.code().to_owned(),
        html: in_words(language, "<p>I know this ringing.</p>", "<p>その耳鳴り、わかります。</p>").to_owned(),
    }
}

/// Somebody unknown whose messages wait.
pub fn stranger(language: Language) -> Stranger {
    Stranger {
        id: "1".to_owned(),
        handle: "@ann@elsewhere.example".to_owned(),
        count: 2,
        warning: None,
        language: language.code().to_owned(),
        html: in_words(language, "<p>May I ask you something?</p>", "<p>おたずねしてもいいですか。</p>")
            .to_owned(),
    }
}
