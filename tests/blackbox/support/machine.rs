//! A service that translates, with LibreTranslate's interface: it keeps what it was asked, and answers as told.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

/// How the service answers.
#[derive(Debug, Clone)]
pub enum Says {
    /// Each text as it came, after the target language in brackets.
    Echo,
    /// This in place of each text.
    Always(&'static str),
    /// This status and nothing else.
    Refuses(u16),
    /// This answer, whatever was asked.
    Odd(Value),
}

/// A running service; it ends with the test.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Its address, for the setting `translation.url`.
    pub url: String,
    state: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    asked: Mutex<Vec<Value>>,
    says: Mutex<Says>,
}

impl Machine {
    /// Starts one that knows English, Japanese and German and echoes what it gets.
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let state = Arc::new(Shared { asked: Mutex::default(), says: Mutex::new(Says::Echo) });
        let routes = Router::new()
            .route("/languages", get(languages))
            .route("/translate", post(translate))
            .with_state(Arc::clone(&state));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, routes).await.unwrap();
            });
        });
        Self { url, state }
    }

    /// From now on it answers like this.
    pub fn answers(&self, says: Says) {
        *self.state.says.lock().unwrap() = says;
    }

    /// What it was asked to translate so far.
    pub fn asked(&self) -> Vec<Value> {
        self.state.asked.lock().unwrap().clone()
    }
}

async fn languages() -> Json<Value> {
    let all = ["en", "ja", "de"];
    let spoken = all.map(|code| json!({"code": code, "name": code, "targets": all}));
    Json(json!(spoken))
}

async fn translate(State(state): State<Arc<Shared>>, Json(asked): Json<Value>) -> (StatusCode, Json<Value>) {
    state.asked.lock().unwrap().push(asked.clone());
    let texts = asked["q"].as_array().unwrap();
    let made: Vec<String> = match state.says.lock().unwrap().clone() {
        Says::Echo => {
            let target = asked["target"].as_str().unwrap();
            texts.iter().map(|text| format!("[{target}] {}", text.as_str().unwrap())).collect()
        }
        Says::Always(text) => texts.iter().map(|_| text.to_owned()).collect(),
        Says::Refuses(status) => return (StatusCode::from_u16(status).unwrap(), Json(json!({}))),
        Says::Odd(answer) => return (StatusCode::OK, Json(answer)),
    };
    (StatusCode::OK, Json(json!({"translatedText": made})))
}
