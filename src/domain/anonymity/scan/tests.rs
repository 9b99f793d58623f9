//! What the scan does with whole texts, and with anything at all.

use proptest::prelude::*;

use super::*;

/// The seed whose file name begins with this number. Seeds are not part of the project: without them nothing is tested.
fn seed(number: &str) -> Option<String> {
    let folder = std::env::var_os("ANAMNESIS_SEEDS").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds"),
        std::path::PathBuf::from,
    );
    let mut files = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|file| file.path());
    let found =
        files.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(number)));
    if found.is_none() {
        eprintln!("no seed {number} in {}: nothing to test", folder.display());
    }
    std::fs::read_to_string(found?).ok()
}

fn texts(text: &str, kind: FindingKind) -> Vec<String> {
    let found = scan(text, None).into_iter().filter(|finding| finding.kind == kind);
    found.map(|finding| finding.text).collect()
}

#[test]
fn the_seed_story_and_the_leaflets_hold_nothing() {
    for number in ["000", "001", "003", "004"] {
        let Some(text) = seed(number) else { return };
        assert_eq!(scan(&text, None), Vec::new(), "seed {number}");
    }
}

#[test]
fn the_seed_page_of_a_clinic_gives_away_both_of_its_houses() {
    let Some(text) = seed("002") else { return };
    assert_eq!(texts(&text, FindingKind::Clinic), ["Hada no clinic Koenji", "Hada no clinic Kojimachi"]);
    assert_eq!(texts(&text, FindingKind::Phone), ["03-5913-7435", "03-6261-7433"]);
    let addresses = texts(&text, FindingKind::Address);
    assert_eq!(addresses, ["4-6-7 Koenji Minami, Suginami-ku, Tokyo", "3-7-4 Kojimachi, Chiyoda-ku, Tokyo"]);
}

#[test]
fn replacements_take_the_place_of_what_was_found() {
    let text = "主治医の田中先生がいる高円寺皮膚科に、03-5913-0000で電話しました。";
    let told = rewritten(text, &scan(text, Some("ja")), |_| Instead::Replace);
    assert_eq!(told, "主治医の[名前]がいる[クリニック]に、[電話番号]で電話しました。");
    assert_eq!(scan(&told, Some("ja")), Vec::new());
}

#[test]
fn only_the_wanted_findings_are_replaced() {
    let text = "I am 34, and Dr. Whitfield at St. Mary's Hospital said so.";
    let found = scan(text, Some("en"));
    let named = |kind: FindingKind| match kind.weight() {
        Weight::Named => Instead::Replace,
        Weight::Contact | Weight::Own => Instead::Leave,
    };
    assert_eq!(rewritten(text, &found, named), "I am 34, and [name] at [hospital] said so.");
}

#[test]
fn what_is_taken_out_leaves_no_gap() {
    let check = |text: &str, expected: &str| {
        let found = scan(text, Some("en"));
        assert!(!found.is_empty(), "{text}");
        assert_eq!(rewritten(text, &found, |_| Instead::TakeOut), expected);
    };
    check("Write to quiet@example.org, please.", "Write to, please.");
    check("Call 090-1234-0000 tonight. It helps.", "Call tonight. It helps.");
    check("quiet@example.org is mine", "is mine");
    check("One.\nquiet@example.org\nTwo.", "One.\n\nTwo.");
    check("Mine: quiet@example.org and 090-1234-0000.", "Mine: and.");
}

#[test]
fn a_name_that_was_found_is_found_again_without_its_title() {
    let text = "I wrote to Dr. Whitfield. Two weeks later Whitfield wrote back.";
    assert_eq!(texts(text, FindingKind::Name), ["Dr. Whitfield", "Whitfield"]);
}

#[test]
fn the_number_of_a_helpline_gives_nobody_away() {
    assert_eq!(scan("いのちの電話は0120-783-556です。", Some("ja")), Vec::new());
}

/// What the rules look for, so that chance meets them.
fn words() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Dr. ",
        "さん",
        "先生",
        "クリニック",
        "Clinic",
        "@",
        "a@b.co",
        "http://",
        "www.",
        "2023",
        "年",
        "5月",
        "丁目",
        "03-",
        "(0",
        "歳",
        "I am ",
        "34",
        " years old",
        "駅",
        "区",
        "St. ",
        "田中",
        "〒",
        "SW9 ",
        "4-6-7",
        "-",
        "の",
        "ー",
        "\n",
        " ",
        "は",
        "LINE ID ",
        "株式会社",
        "University of ",
        "April ",
        "🌧",
        "e\u{301}",
        "ﾆｷﾋﾞ",
        "\u{200b}",
        "İ",
        "ß",
        "１",
        "＠",
    ]);
    prop::collection::vec(words, 0..24).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn any_text_gives_findings_that_lie_in_it_in_order(text in prop_oneof![any::<String>(), words()]) {
        let letters: Vec<char> = text.chars().collect();
        let mut last = 0;
        for finding in scan(&text, None) {
            prop_assert!(last <= finding.start && finding.start < finding.end && finding.end <= letters.len());
            let there: String = letters[finding.start..finding.end].iter().collect();
            prop_assert_eq!(there, finding.text);
            last = finding.end;
        }
    }

    #[test]
    fn replacing_nothing_changes_nothing(text in any::<String>()) {
        prop_assert_eq!(rewritten(&text, &[], |_| Instead::TakeOut), text);
    }
}

fn in_care(text: &str, kind: FindingKind) -> Vec<String> {
    let found = scan_of(text, None, Whose::InCare).into_iter().filter(|finding| finding.kind == kind);
    found.map(|finding| finding.text).collect()
}

#[test]
fn in_what_a_caregiver_tells_a_childs_name_is_a_childs_name_wherever_it_stands() {
    for (text, names) in [
        ("My son Oliver took it. Then Oliver's sleep went.", vec!["Oliver", "Oliver"]),
        ("Our youngest daughter, Zephyrine, could not sleep.", vec!["Zephyrine"]),
        ("Lily, my little girl, cried for weeks. I asked Lily.", vec!["Lily", "Lily"]),
        ("My daughter's name is Maribel.", vec!["Maribel"]),
        ("A boy called Max told my son that it passes.", vec!["Max"]),
        ("娘の美咲は眠れません。美咲ちゃんと呼ぶと泣きます。", vec!["美咲", "美咲"]),
        ("息子（健太）が飲みました。", vec!["健太"]),
        ("ゆうとくんが泣いて、ゆうともわたしも眠れませんでした。", vec!["ゆうと", "ゆうと"]),
    ] {
        assert_eq!(in_care(text, FindingKind::Child), names, "{text}");
    }
    for text in [
        "My son took Accutane. Then he slept. Our daughter Accutane-free since May.",
        "My daughter, however, was well. My boy, I said.",
        "娘の担当医は何も言いませんでした。赤ちゃんの頃から、お兄ちゃんも弱いのです。",
        "My husband Graham laughed.",
    ] {
        assert_eq!(in_care(text, FindingKind::Child), Vec::<String>::new(), "{text}");
    }
    assert_eq!(texts("My son Oliver took it.", FindingKind::Child), Vec::<String>::new());
    assert_eq!(texts("My son Oliver took it.", FindingKind::Name), ["Oliver"]);
}

#[test]
fn in_what_a_caregiver_tells_ages_and_schools_are_somebody_elses() {
    let text = "My son is 12 and goes to Larchfield Primary School.";
    assert_eq!(in_care(text, FindingKind::AgeInCare), ["12"]);
    assert_eq!(in_care(text, FindingKind::SchoolInCare), texts(text, FindingKind::School));
    assert_eq!(texts(text, FindingKind::Age), ["12"]);
    assert!(
        FindingKind::AgeInCare.weight() == Weight::Named && FindingKind::Child.weight() == Weight::Contact
    );
}
