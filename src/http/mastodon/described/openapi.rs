//! `/api/openapi.json`: the client API for programs, made from the routes and the words beside them (OpenAPI 3.1).

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::response::{Response, ResponseBuilder, ResponsesBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, InfoBuilder, OpenApi, OpenApiBuilder, Paths, Ref, RefOr, Required,
    ServerBuilder,
};

use super::words::{Kind, Word};
use super::{Answer, Described, schemas};
use crate::app::App;
use crate::http::failure::Failure;
use crate::http::mastodon::table::Endpoint;

/// The name of the one way to sign in.
const TOKEN: &str = "token";

/// When a request may be answered with a failure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Whatever it asks for.
    Always,
    /// Where a token is looked at.
    Token,
    /// Where it has a body.
    Body,
    /// Where a WebSocket is opened.
    Socket,
}

/// What a request is answered with when it is not done: the statuses of `http::failure`.
const FAILURES: [(&str, When, &str); 11] = [
    ("400", When::Always, "The request can't be read."),
    ("401", When::Token, "There is no token, or it is no good."),
    ("403", When::Token, "The token does not reach this far, or the deed is not allowed."),
    (
        "404",
        When::Always,
        "There is no such thing, it was taken back, or it is not for the caller: these are not told apart.",
    ),
    ("405", When::Always, "The address is there, but not for this method."),
    ("408", When::Always, "It took too long."),
    ("413", When::Body, "The body is too large."),
    ("422", When::Always, "A field is wrong; `details` says which, and why."),
    ("426", When::Socket, "The address is for WebSockets."),
    ("429", When::Always, "Too many requests; `Retry-After` and `X-RateLimit-Reset` say until when."),
    ("503", When::Always, "Another server or a service that this needs does not answer."),
];

/// The document.
pub async fn show(State(app): State<App>) -> Result<Json<Value>, Failure> {
    let document = serde_json::to_value(document(app.config.base_url.as_str())).map_err(anyhow::Error::from);
    Ok(Json(document.map_err(crate::base::error::Error::from)?))
}

/// The document of a server with this address.
pub fn document(base_url: &str) -> OpenApi {
    let endpoints = super::endpoints();
    let info = InfoBuilder::new()
        .title("Anamnesis: client API")
        .description(Some(
            "What Mastodon's clients speak, with what is ours in `story`. Words: docs/client-api.md.",
        ))
        .version(env!("CARGO_PKG_VERSION"))
        .build();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A token of `/oauth/token`; each operation names the scopes of which it needs one.",
        ))
        .build();
    let components = ComponentsBuilder::new()
        .security_scheme(TOKEN, SecurityScheme::Http(bearer))
        .schemas_from_iter(
            super::entities().iter().map(|entity| (schemas::name_of(entity.name), schemas::entity(entity))),
        )
        .build();
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url(base_url).build()]))
        .paths(paths(&endpoints))
        .components(Some(components))
        .build()
}

fn paths(endpoints: &[Endpoint]) -> Paths {
    super::all()
        .iter()
        .fold(PathsBuilder::new(), |paths, described| {
            let scopes = super::scopes_of(endpoints, described.method, described.path);
            paths.path(described.path, PathItem::new(method(described.method), operation(described, scopes)))
        })
        .build()
}

fn method(name: &str) -> HttpMethod {
    match name {
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn operation(described: &Described, scopes: &[&str]) -> OperationBuilder {
    let all: Vec<Word> = described.parameters.clone();
    let asks = described.method == "GET" || described.method == "DELETE";
    let (in_query, in_body) = if asks { (all, Vec::new()) } else { (Vec::new(), all) };
    let mut operation = OperationBuilder::new()
        .operation_id(Some(operation_id(described)))
        .summary(Some(described.what))
        .responses(responses(described, !scopes.is_empty(), !in_body.is_empty()));
    for name in variables(described.path) {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        operation = operation
            .parameter(parameter.required(Required::True).schema(Some(schemas::parameter(variable(name)))));
    }
    for parameter in in_query {
        let name = if parameter.list { format!("{}[]", parameter.name) } else { parameter.name.to_owned() };
        let built = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
        let needed = if parameter.required { Required::True } else { Required::False };
        operation = operation.parameter(built.required(needed).schema(Some(schemas::parameter(parameter))));
    }
    if !in_body.is_empty() {
        operation = operation.request_body(Some(body(&in_body)));
    }
    if !scopes.is_empty() {
        operation = operation
            .description(Some(format!("Needs one of these scopes: {}.", scopes.join(", "))))
            .security(SecurityRequirement::new(TOKEN, Vec::<String>::new()));
    }
    operation
}

/// `GET /api/v1/statuses/{id}` is `get_api_v1_statuses_id`.
fn operation_id(described: &Described) -> String {
    let words = described.path.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("{}_{}", described.method.to_ascii_lowercase(), words.join("_"))
}

/// The variable parts of a path.
fn variables(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn variable(name: &'static str) -> Word {
    let kind = if name == "id" { Kind::Id } else { Kind::Text };
    Word { name, kind, list: false, required: true, nullable: false }
}

fn body(parameters: &[Word]) -> RequestBody {
    let object = schemas::parameters(parameters);
    let has_file = parameters.iter().any(|parameter| parameter.kind == Kind::File);
    let kinds: &[&str] = if has_file {
        &["multipart/form-data"]
    } else {
        &["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
    };
    let content =
        |body: RequestBodyBuilder, kind: &&str| body.content(*kind, Content::new(Some(object.clone())));
    kinds.iter().fold(RequestBodyBuilder::new(), content).build()
}

fn responses(described: &Described, has_scopes: bool, has_body: bool) -> ResponsesBuilder {
    let mut responses = ResponsesBuilder::new();
    for (status, text) in successes(described) {
        responses = responses.response(status, answer(described.answer, text));
    }
    // Streams and OAuth look for the credentials by themselves.
    let looks_at_token = has_scopes
        || ["/oauth/", "/api/v1/streaming", "/api/v1/apps/"]
            .iter()
            .any(|begin| described.path.starts_with(begin));
    let is_socket = described.path == "/api/v1/streaming";
    let fits = |when: When| match when {
        When::Always => true,
        When::Token => looks_at_token,
        When::Body => has_body,
        When::Socket => is_socket,
    };
    FAILURES.iter().filter(|(_, when, _)| fits(*when)).fold(responses, |responses, (status, _, text)| {
        let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Failure"))));
        responses
            .response(*status, ResponseBuilder::new().description(*text).content("application/json", content))
    })
}

/// The statuses of what is done.
fn successes(described: &Described) -> Vec<(&'static str, &'static str)> {
    let mut successes = vec![("200", "Done.")];
    match (described.method, described.path) {
        ("POST", "/api/v2/media") => successes.push(("202", "Taken in; still being made ready.")),
        ("GET", "/api/v1/media/{id}") => successes.push(("206", "Still being made ready; ask again.")),
        ("GET", "/api/v1/streaming") => successes = vec![("101", "The socket is open.")],
        _ => {}
    }
    successes
}

fn answer(answer: Answer, text: &str) -> Response {
    let kind = match answer {
        Answer::Words => "text/plain",
        Answer::Events => "text/event-stream",
        Answer::One(_) | Answer::List(_) | Answer::Either(_, _) | Answer::Nothing | Answer::Object => {
            "application/json"
        }
    };
    let content = Content::new(Some(schemas::answer(answer)));
    ResponseBuilder::new().description(text).content(kind, content).build()
}
