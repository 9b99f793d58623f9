//! `/api/openapi.json`: the client API for programs, made from the routes and the words beside them (OpenAPI 3.1).

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::{ResponseBuilder, ResponsesBuilder};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, InfoBuilder, OpenApi, OpenApiBuilder, Paths, RefOr, Required, ServerBuilder,
};

use super::{Described, Kind, Parameter};
use crate::app::App;
use crate::http::failure::Failure;
use crate::http::mastodon::table::Endpoint;

/// The name of the one way to sign in.
const TOKEN: &str = "token";

/// What any request may be answered with when it is not done: the statuses of `http::failure`.
const FAILURES: [(&str, &str); 10] = [
    ("400", "The request can't be read."),
    ("401", "There is no token, or it is no good."),
    ("403", "The token does not reach this far, or the deed is not allowed."),
    ("404", "There is no such thing, or it is not for the caller: the two are not told apart."),
    ("405", "The address is there, but not for this method."),
    ("410", "It was there and was taken back."),
    ("413", "The body is too large."),
    ("422", "A field is wrong; `details` says which, and why."),
    ("429", "Too many requests; `Retry-After` and `X-RateLimit-Reset` say until when."),
    ("503", "Another server or a service that this needs does not answer."),
];

/// The document.
pub async fn show(State(app): State<App>) -> Result<Json<Value>, Failure> {
    let document = serde_json::to_value(document(app.config.base_url.as_str())).map_err(anyhow::Error::from);
    Ok(Json(document.map_err(crate::base::error::Error::from)?))
}

fn document(base_url: &str) -> OpenApi {
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
        .schema("Failure", failure())
        .security_scheme(TOKEN, SecurityScheme::Http(bearer))
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
    let all: Vec<&Parameter> = described.parameters.iter().collect();
    let asks = described.method == "GET" || described.method == "DELETE";
    let (in_query, in_body) = if asks { (all, Vec::new()) } else { (Vec::new(), all) };
    let mut operation = OperationBuilder::new()
        .operation_id(Some(operation_id(described)))
        .summary(Some(described.what))
        .responses(responses(described));
    for name in variables(described.path) {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        let parameter = parameter.required(Required::True).schema(Some(schema(Kind::Text)));
        operation = operation.parameter(parameter);
    }
    for parameter in in_query {
        let name = if parameter.list { format!("{}[]", parameter.name) } else { parameter.name.to_owned() };
        let built = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
        operation =
            operation.parameter(built.required(needed(*parameter)).schema(Some(schema_of(*parameter))));
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
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn body(parameters: &[&Parameter]) -> utoipa::openapi::request_body::RequestBody {
    let mut object = ObjectBuilder::new();
    for parameter in parameters {
        object = object.property(parameter.name, schema_of(**parameter));
        if parameter.required {
            object = object.required(parameter.name);
        }
    }
    let object: Schema = object.build().into();
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

fn responses(described: &Described) -> ResponsesBuilder {
    let answer = |text: String| {
        let content = Content::new(Some(entity(described.answer)));
        ResponseBuilder::new().description(text).content("application/json", content).build()
    };
    let mut responses = ResponsesBuilder::new().response("200", answer(described.answer.to_owned()));
    if described.path.contains("/media") {
        responses = responses
            .response("202", answer("Taken in; still being made ready.".to_owned()))
            .response("206", answer("Still being made ready; ask again.".to_owned()));
    }
    FAILURES.iter().fold(responses, |responses, (status, text)| {
        let content = Content::new(Some(RefOr::Ref(utoipa::openapi::Ref::from_schema_name("Failure"))));
        responses.response(
            *status,
            ResponseBuilder::new().description(*text).content("application/json", content).build(),
        )
    })
}

/// An entity of Mastodon's documentation; its keys are checked by the strict decoders of the tests.
fn entity(name: &str) -> Schema {
    match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(inner) => ArrayBuilder::new().items(RefOr::T(entity(inner))).build().into(),
        None => ObjectBuilder::new().title(Some(name)).build().into(),
    }
}

fn failure() -> Schema {
    let text = || Schema::from(ObjectBuilder::new().schema_type(Type::String).build());
    ObjectBuilder::new()
        .property("error", text())
        .property("error_description", text())
        .property("details", ObjectBuilder::new().build())
        .required("error")
        .build()
        .into()
}

fn needed(parameter: Parameter) -> Required {
    if parameter.required { Required::True } else { Required::False }
}

fn schema_of(parameter: Parameter) -> Schema {
    let one = schema(parameter.kind);
    if parameter.list { ArrayBuilder::new().items(RefOr::T(one)).build().into() } else { one }
}

fn schema(kind: Kind) -> Schema {
    let object = match kind {
        Kind::Text => ObjectBuilder::new().schema_type(Type::String),
        Kind::Id => ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]+$")),
        Kind::Number => ObjectBuilder::new().schema_type(Type::Integer),
        Kind::Flag => ObjectBuilder::new().schema_type(Type::Boolean),
        Kind::Time => ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))),
        Kind::File => ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary))),
        Kind::Object => ObjectBuilder::new().schema_type(Type::Object),
    };
    object.build().into()
}
