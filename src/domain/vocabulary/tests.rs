//! The look-up on the words that the seed pages use (`domain.md` sections 1.4, 1.5 and 5.4), and the closed lists.

use super::*;

fn id(text: &str) -> TermId {
    text.parse().unwrap()
}

/// Symptoms and effects that the seed pages name.
const SYMPTOMS: &[(&str, &str)] = &[
    ("sym/0001", "Emotional blunting|感情の鈍麻"),
    ("sym/0123", "sexual dysfunction|性機能障害"),
    ("sym/0003", "depersonalization/derealization"),
    ("sym/0006", "suicidal ideation|希死念慮|自殺念慮"),
    ("sym/0008", "suicidal impulses"),
    ("sym/0007", "wanting to die|死にたくなったり"),
    ("sym/0011", "anxiety/panic|anxiety|不安"),
    ("sym/0012", "panic|パニック"),
    ("sym/0260", "muscle/joint pain|Joint and muscle pain|筋肉・関節の痛み"),
    ("sym/0002", "anhedonia|アンヘドニア"),
    ("sym/0538", "varicocele|精索静脈瘤"),
    ("sym/0400", "heart palpitations|動悸"),
    ("sym/0019", "emotional instability|情緒不安定|mood changes"),
    ("sym/0051", "nightmares|悪夢"),
    ("sym/0163", "dry eyes|ドライアイ|dryness of eyes"),
    ("sym/0200", "dryness of the skin|dry skin|dryness of skin|肌の乾燥"),
    ("sym/0290", "dryness inside the nose|dryness of nose|鼻の中の乾燥"),
    ("sym/0292", "dry lips|唇の乾燥"),
    ("sym/0296", "dryness of mouth|dry mouth"),
    ("sym/0205", "facial redness|赤ら顔"),
    ("sym/0209", "eczema on the backs of hands|手の甲に湿疹"),
    ("sym/0264", "acute lower back pain|ぎっくり腰"),
    ("sym/0263", "lower back pain|腰痛"),
    ("sym/0241", "hair thinning|薄毛"),
    ("sym/0240", "hair loss|脱毛|抜け毛"),
    ("sym/0242", "permanent hair loss"),
    ("sym/0042", "mental health issues|精神障害"),
    ("sym/0024", "loss of motivation|意欲がない"),
    ("sym/0058", "loss of energy|気力がない"),
    ("sym/0025", "loss of interest|興味がなくなりました"),
    ("sym/0371", "after-effects|後遺症"),
    ("sym/0320", "increased serum triglycerides"),
    ("sym/0265", "back pain"),
    ("sym/0169", "conjunctivitis"),
    ("sym/0170", "blepharitis"),
    ("sym/0172", "chalazion"),
    ("sym/0171", "hordeolum"),
    ("sym/0085", "headaches"),
    ("sym/0164", "eye irritation"),
    ("sym/0291", "nosebleeds|nose bleeds"),
    ("sym/0014", "depression"),
    ("sym/0201", "skin rash|rashes"),
    ("sym/0210", "increased sun sensitivity|photosensitivity|紫外線の影響"),
    ("sym/0469", "liver inflammation|acute hepatitis"),
    ("sym/0471", "liver toxicity|liver dysfunction"),
    ("sym/0152", "decreased night vision"),
    ("sym/0282", "decreased bone mineral density|bone weakening"),
    ("sym/0404", "high blood pressure"),
    ("sym/0126", "erectile dysfunction|ED"),
    ("sym/0520", "birth defects|birth defects if used during pregnancy|malformations|cleft palate"),
    ("sym/0322", "changes in blood sugar levels"),
    ("sym/0438", "nausea"),
    ("sym/0440", "diarrhea"),
    ("sym/0495", "decreased white blood cell count"),
    ("sym/0498", "increased bruising"),
    ("sym/0499", "increased bleeding|bleeding"),
    ("sym/0504", "allergic reactions"),
    ("sym/0186", "hearing impairment|hearing loss"),
    ("sym/0185", "tinnitus"),
    ("sym/0150", "vision changes"),
    ("sym/0204", "skin peeling"),
    ("sym/0206", "skin redness|reddening|erythema"),
    ("sym/0279", "increase in creatine phosphokinase levels"),
    ("sym/0244", "anagen effluvium"),
    ("sym/0243", "telogen effluvium"),
    ("sym/0212", "seborrhea"),
    ("sym/0211", "seborrheic dermatitis"),
    ("sym/0281", "bone pain"),
    ("sym/0352", "fever"),
    ("sym/0354", "sweating"),
    ("sym/0203", "itching"),
    ("sym/0057", "tiredness"),
    ("sym/0439", "vomiting"),
    ("sym/0202", "hives"),
    ("sym/0423", "breathing problems"),
    ("sym/0506", "swelling of the mouth"),
    ("sym/0433", "voice changes"),
    ("sym/0089", "dizziness"),
    ("sym/0409", "heart attack"),
    ("sym/0529", "changes in menstrual flow"),
    ("sym/0521", "miscarriage"),
    ("sym/0523", "premature birth"),
    ("sym/0208", "dermatitis"),
    ("sym/0294", "angular cheilitis"),
    ("sym/0295", "cheilitis"),
    ("sym/0151", "blurred vision"),
    ("sym/0154", "visual field disturbance"),
    ("sym/0465", "acute pancreatitis"),
    ("sym/0456", "ulcerative colitis"),
    ("sym/0457", "Crohn's disease|Crohn’s disease"),
    ("sym/0505", "anaphylactic shock"),
    ("sym/0508", "Stevens-Johnson syndrome"),
    ("sym/0214", "transient acne exacerbation|好転反応"),
    ("sym/0088", "raised intracranial pressure"),
    ("sym/0285", "premature epiphyseal closure"),
    ("sym/0232", "酒さ・赤ら顔|酒さ"),
    ("sym/0237", "毛穴の開き"),
    ("sym/0213", "acne|ニキビ"),
    ("sym/0219", "ニキビ跡|atrophic scar"),
    ("sym/0216", "重症のニキビ|acne conglobata"),
    ("sym/0217", "comedo|white acne|black acne|blackheads"),
    ("sym/0218", "papule|pustule|red acne"),
    ("sym/0220", "hypertrophic scar|keloid"),
    ("sym/0222", "pigmentation"),
];

/// Each row: the id, then words that have to resolve to it, set apart by `|`.
fn all_resolve(context: Context, rows: &[(&str, &str)]) {
    for (expected, words) in rows {
        for word in words.split('|') {
            let found = vocabulary().resolve(word, context, None);
            assert_eq!(found, Lookup::One(id(expected)), "{word}");
        }
    }
}

#[test]
fn the_data_is_sound() {
    assert_eq!(check(), Vec::<String>::new());
}

#[test]
fn every_name_of_isotretinoin_resolves_in_a_medication_line() {
    all_resolve(
        Context::Medication,
        &[(
            "med/0001",
            "isotretinoin|イソトレチノイン|13-cis-retinoic acid|isotrétinoine|isotrétinoïne|isotretinoína|isotretinoino|\
             isotretinoinum|异维A酸|異維A酸|이소트레티노인|Accutane|Amnesteem|Claravis|Myorisan|Zenatane|Roaccutane|\
             Clarus|Epuris|Acutret|Isotroin|Sotret|Tretiva|Isotret Hexal|Aknenormin|Isogalen|Roacutan|Isoface|Oratane|\
             Accure|Isotrex|Isotane|Curacne|Curacné|Curakne|Neotrex|Aknetrend|Absorica|Amnesteem®|Claravis™|Sotret®|\
             Accutane®|アキュテイン|イソトロイン|ロアキュテイン|ソトレット|アムネスティーム|クララビス|アクノティン|\
             ACNOTIN|Reticutan|Rizuderm|roacquatan|roacutane|sotoretto|clarabis|Amnesteen|Absolica|Isotoroin|accutaine|\
             ＡＣＣＵＴＡＮＥ|ｱｷｭﾃｲﾝ|あきゅていん|アムネスティム|ISOTRETINOIN",
        )],
    );
}

#[test]
fn every_other_medication_of_the_seeds_resolves() {
    all_resolve(
        Context::Medication,
        &[
            ("med/0119", "tetracyclines|tetracycline"),
            ("med/0120", "vibramycin|ビブラマイシン"),
            ("med/0121", "minomycin|minocycline|minopen|ミノマイシン"),
            ("med/0171", "Predonin|Prednisolone|プレドニン"),
            ("med/0108", "Celestamine|セレスタミン"),
            ("med/0042", "Aleviatine|Hydantol|phenytoin"),
            ("med/0039", "carbamazepine"),
            ("med/0043", "phenobarbital"),
            ("med/0044", "primidone"),
            ("med/0037", "valproic acid"),
            ("med/0191", "vitamin A"),
            ("med/0201", "vitamin B"),
            ("med/0200", "vitamin C"),
            ("med/0192", "vitamin E"),
            ("med/0193", "biotin"),
            ("med/0194", "pantothenic acid"),
            ("med/0195", "zinc"),
            ("med/0196", "selenium"),
            ("med/0105", "etretinate|Tigason|Chigason|チガソン"),
            ("med/0130", "cefuroxime"),
            ("med/0129", "roxithromycin|roxisulomycin|Rulid|ルリッド"),
            ("med/0101", "Differin gel|ディフェリン"),
            ("med/0102", "Bepio gel|ベピオ"),
            ("med/0103", "Epiduo gel|エピデュオ"),
            ("med/0132", "Dalacin gel|Dalacin lotion|ダラシン"),
            ("med/0117", "Aquatim cream|アクアチム"),
            ("med/0118", "sulfur-camphor lotion"),
            ("med/0197", "桂枝茯苓丸加薏苡仁"),
            ("med/0198", "当帰芍薬散"),
            ("med/0199", "十味敗毒湯"),
        ],
    );
}

#[test]
fn every_symptom_of_the_seeds_resolves_in_a_symptom_line() {
    all_resolve(Context::Symptom, SYMPTOMS);
}

#[test]
fn a_hashtag_in_any_script_resolves() {
    all_resolve(
        Context::Hashtag,
        &[
            ("med/0001", "#Accutane|#アキュテイン|#Roaccutane|#イソトレチノイン|#이소트레티노인|#异维A酸"),
            ("sym/0240", "#hairloss|#Haarausfall|#caídadelcabello|#caidadelcabello|#抜け毛"),
            ("sym/0241", "#薄毛"),
            ("sym/0213", "#ニキビ|#にきび|#ﾆｷﾋﾞ"),
            ("sym/0085", "#頭痛|#ずつう"),
            ("sym/0163", "#DryEyes|#dry_eyes"),
            ("sym/0457", "#CrohnsDisease"),
            ("sym/0438", "#Übelkeit|#Uebelkeit"),
            ("cond/0002", "#PSSD"),
            ("cond/0001", "#イソトレチノイン後遺症|#PostAccutaneSyndrome"),
        ],
    );
}

#[test]
fn a_bare_hashtag_that_also_means_something_else_is_asked_for() {
    let cases = [
        ("#Clarus", None, "med/0001"),
        ("#脱毛", None, "sym/0240"),
        ("#PFS", None, "cond/0003"),
        ("#ED", None, "sym/0126"),
        ("#SPF", None, "cond/0003"),
        ("#累", Some(Lang::Ja), "sym/0057"),
        ("#反胃", Some(Lang::Ja), "sym/0438"),
    ];
    for (tag, lang, expected) in cases {
        let found = vocabulary().resolve(tag, Context::Hashtag, lang);
        assert_eq!(found, Lookup::Ambiguous(vec![id(expected)]), "{tag}");
    }
}

#[test]
fn a_bare_hashtag_never_states_an_indication_or_a_benefit() {
    for term in vocabulary().terms() {
        for label in term.labels() {
            for found in vocabulary().resolve(label.text, Context::Hashtag, Some(label.lang)).certain() {
                let found = vocabulary().term(*found).unwrap();
                assert_ne!(found.kind(), Kind::Benefit, "{}", label.text);
                assert_ne!(found.role(), Some(ConditionRole::Indication), "{}", label.text);
            }
        }
    }
}

#[test]
fn a_brand_of_a_combination_is_all_its_ingredients() {
    for (brand, ingredients) in [
        ("Yaz", ["med/0068", "med/0070"]),
        ("ヤーズ", ["med/0068", "med/0070"]),
        ("#Caduet", ["med/0145", "med/0157"]),
    ] {
        for context in [Context::Medication, Context::Hashtag] {
            let found = vocabulary().resolve(brand, context, None);
            assert_eq!(found, Lookup::Both(ingredients.map(id).to_vec()), "{brand}");
        }
    }
}

#[test]
fn the_line_decides_between_kinds() {
    let cases = [
        ("Acne", Context::Symptom, "sym/0213"),
        ("Acne", Context::Condition, "cond/0101"),
        ("Depression", Context::Symptom, "sym/0014"),
        ("Depression", Context::Condition, "cond/0107"),
        ("PSSD", Context::Symptom, "cond/0002"),
    ];
    for (word, context, expected) in cases {
        let found = vocabulary().resolve(word, context, Some(Lang::En));
        assert_eq!(found, Lookup::One(id(expected)), "{word} {context:?}");
    }
    for (word, context) in
        [("Accutane", Context::Symptom), ("nausea", Context::Medication), ("ニキビ", Context::Benefit)]
    {
        assert_eq!(vocabulary().resolve(word, context, None), Lookup::Unknown, "{word} {context:?}");
    }
}

#[test]
fn a_text_that_is_no_term_stays_unknown() {
    for text in [
        "",
        "#",
        "🙂",
        "side effects",
        "副作用",
        "精神薬",
        "psychiatric medication",
        "ピー",
        "が",
        "ー",
        "a",
        "\u{200b}",
    ] {
        for context in [Context::Medication, Context::Symptom, Context::Hashtag, Context::Any] {
            assert_eq!(vocabulary().resolve(text, context, None), Lookup::Unknown, "{text:?}");
        }
    }
}

#[test]
fn every_label_of_every_term_finds_its_term_in_its_own_line() {
    for term in vocabulary().terms() {
        let context = match term.kind() {
            Kind::Medication => Context::Medication,
            Kind::Symptom => Context::Symptom,
            Kind::Condition => Context::Condition,
            Kind::Benefit => Context::Benefit,
        };
        for lang in Lang::ALL {
            let found = vocabulary().resolve(term.label(lang), context, Some(lang));
            assert_eq!(found, Lookup::One(term.id()), "{} in {}", term.label(lang), lang.tag());
        }
    }
}

#[test]
fn prose_mentions_terms_as_whole_words_only() {
    let cases: &[(&str, Lang, &[&str])] = &[
        (
            "I took Accutane and got very dry eyes, then hair loss.",
            Lang::En,
            &["med/0001", "sym/0163", "sym/0240"],
        ),
        ("She uses accutanely words.", Lang::En, &[]),
        ("アキュテインを飲んで、動悸と悪夢がありました。", Lang::Ja, &["med/0001", "sym/0400", "sym/0051"]),
        ("ドライアイスを買いました。", Lang::Ja, &[]),
        ("이소트레티노인을 먹고 두통이 생겼어요.", Lang::Ko, &["med/0001", "sym/0085"]),
        ("我吃了异维A酸以后一直头痛。", Lang::ZhHans, &["med/0001", "sym/0085"]),
        ("Nach Isotretinoin kam der Haarausfall.", Lang::De, &["med/0001", "sym/0240"]),
        ("Then depersonalization/derealization, day and night.", Lang::En, &["sym/0003"]),
        ("希死念慮が出ました。", Lang::Ja, &["sym/0006"]),
        ("", Lang::En, &[]),
    ];
    for (text, lang, expected) in cases {
        let found: Vec<String> =
            vocabulary().mentions(text, Some(*lang)).iter().map(|m| m.term.to_string()).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn no_word_for_suicidal_thoughts_is_overlooked_in_prose() {
    let terms =
        || vocabulary().terms().iter().filter(|term| term.kind() == Kind::Symptom && term.care_level() == 2);
    assert!(terms().count() > 3);
    // Abbreviations of three letters have too many other meanings.
    for label in terms().flat_map(Term::labels).filter(|label| label.text != "SVV") {
        let (before, after) = if label.lang.is_spaced() { ("x, ", ".") } else { ("「", "」。") };
        let text = format!("{before}{}{after}", label.text);
        let found = vocabulary().mentions(&text, Some(label.lang));
        let level =
            found.iter().filter_map(|mention| vocabulary().term(mention.term)).map(Term::care_level).max();
        assert_eq!(level, Some(2), "{text}");
    }
}

#[test]
fn a_mention_says_where_it_stands() {
    let text = "Nach Roaccutane: trockene Augen.";
    let found = vocabulary().mentions(text, Some(Lang::De));
    let words: Vec<_> = found.iter().map(|mention| text.get(mention.range.clone()).unwrap()).collect();
    assert_eq!(words, ["Roaccutane", "trockene Augen"]);
}

#[test]
fn an_answer_is_found_by_code_label_or_variant_in_any_language() {
    let cases = [
        (List::AgeBand, "26–35", Some("26-35")),
        (List::AgeBand, "26〜35歳", Some("26-35")),
        (List::AgeBand, "2635", None),
        (List::AgeBand, "18才未満", Some("under-18")),
        (List::Duration, "1–6 months", Some("1-6-months")),
        (List::Duration, "16 months", None),
        (List::Duration, "1～6ヶ月", Some("1-6-months")),
        (List::Duration, "1 〜 6 か月", Some("1-6-months")),
        (List::CurrentStatus, "No, have stopped", Some("stopped")),
        (List::CurrentStatus, "いいえ、服用をやめた", Some("stopped")),
        (List::CurrentStatus, "はい、服用中", Some("still-taking")),
        (List::Warned, "no", Some("no")),
        (List::Severity, "severe", Some("4")),
        (List::Gender, "prefer-not-to-say", Some(PREFER_NOT_TO_SAY)),
        (List::Gender, "banana", None),
        (List::Gender, "", None),
    ];
    for (list, text, expected) in cases {
        assert_eq!(list.find(text, None), expected, "{list:?} {text}");
    }
}

#[test]
fn every_label_of_every_list_finds_its_code_again() {
    for list in List::ALL {
        for code in list.codes() {
            assert_eq!(list.find(code, None), Some(code), "{list:?}");
            for lang in Lang::ALL {
                let label = list.label(code, lang).unwrap();
                assert_eq!(list.find(label, Some(lang)), Some(code), "{list:?} {label} {}", lang.tag());
            }
        }
        assert_eq!(list.label("no such code", Lang::En), None);
        assert_eq!(List::from_key(list.key()), Some(*list));
    }
}

#[test]
fn a_fact_line_is_known_by_its_label_in_any_language() {
    let cases = [
        ("Age", Some(FactLine::Age)),
        ("duration of  USE", Some(FactLine::DurationOfUse)),
        ("Current status", Some(FactLine::CurrentStatus)),
        ("Symptoms", Some(FactLine::Symptoms)),
        ("年齢", Some(FactLine::Age)),
        ("使用期間", Some(FactLine::DurationOfUse)),
        ("現在の状況", Some(FactLine::CurrentStatus)),
        ("症状", Some(FactLine::Symptoms)),
        ("薬", Some(FactLine::Medication)),
        ("Prescriber's response", Some(FactLine::PrescriberResponse)),
        ("nothing of the kind", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(find_fact_line(text), expected, "{text}");
    }
    for line in FactLine::ALL {
        for lang in Lang::ALL {
            assert_eq!(find_fact_line(line.label(lang)), Some(*line), "{}", line.label(lang));
        }
    }
    assert_eq!(find_edition_heading("English Translation"), Some(EditionHeading::Translation));
    assert_eq!(find_edition_heading("原文 (Original Japanese)"), Some(EditionHeading::Original));
}
