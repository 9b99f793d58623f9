//! `POST /api/v1/statuses/:id/translate`: a post in the reader's language, by an edition or by machine.

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::base::i18n::{self, Language};
use crate::domain::story::translation::{self, TranslatedBy};
use crate::http::failure::{Failure, reader_language};
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::words::given;
use crate::http::params::Params;

/// What a client asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    lang: Option<String>,
}

/// Translates a post; without `lang` into the language of the caller's pages.
pub async fn translate(
    State(app): State<App>,
    Me(me): Me,
    Id(id): Id,
    headers: HeaderMap,
    Params(wish): Params<Wish>,
) -> Result<Json<Value>, Failure> {
    let wanted = given(wish.lang).unwrap_or_else(|| me.row.language.clone());
    let found = translation::translate(&app, me.id(), id, wanted.trim()).await?;
    let translated = found.ok_or(Failure::Unavailable)?;
    let options: Vec<Value> = translated.options.iter().map(|title| json!({ "title": title })).collect();
    let poll = (!options.is_empty()).then(|| json!({ "id": id.to_string(), "options": options }));
    let picture =
        |(id, description): &(i64, String)| json!({ "id": id.to_string(), "description": description });
    let pictures: Vec<Value> = translated.pictures.iter().map(picture).collect();
    Ok(Json(json!({
        "content": translated.html.as_str(),
        "spoiler_text": translated.warning,
        "language": translated.language,
        "detected_source_language": translated.source_language,
        "provider": provider(&app, reader_language(&headers), &translated.by),
        "media_attachments": pictures,
        "poll": poll,
    })))
}

/// Clients write it behind "translated with", so it says who it was.
fn provider(app: &App, language: Language, by: &TranslatedBy) -> String {
    let community = ("community", app.urls.name().to_owned());
    match by {
        TranslatedBy::Nobody => i18n::text(language, "api-written-so", &[community]),
        TranslatedBy::Author => i18n::text(language, "api-translated-by-author", &[community]),
        TranslatedBy::Community => i18n::text(language, "api-translated-by-member", &[community]),
        TranslatedBy::Machine(Some(engine)) => {
            i18n::text(language, "api-translated-by-engine", &[("engine", engine.clone())])
        }
        TranslatedBy::Machine(None) => i18n::text(language, "api-translated-by-machine", &[]),
        TranslatedBy::Service => {
            i18n::text(language, "api-translated-by-engine", &[("engine", "LibreTranslate".to_owned())])
        }
    }
}
