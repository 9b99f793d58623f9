//! The table of routes while it is being written: it keeps what it was told, so that the documents about the client API
//! are made from the routes themselves.

use axum::extract::Request;
use axum::handler::Handler;
use axum::routing::{MethodRouter, Route};
use axum::{Extension, Router};
use tower::{Layer, Service};

use super::caller::Needs;
use crate::app::App;

/// One address, as the documents tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The path with its variable parts, e.g. `/api/v1/statuses/{id}`.
    pub path: String,
    /// The methods that it answers, e.g. `GET`.
    pub methods: Vec<&'static str>,
    /// The scopes of which a token must reach one; empty where anybody may ask.
    pub scopes: &'static [&'static str],
}

/// The handlers of one address, by method.
pub struct Handlers {
    methods: Vec<&'static str>,
    router: MethodRouter<App>,
}

/// Answers GET.
pub fn get<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::none().get(handler)
}

/// Answers POST.
pub fn post<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::none().post(handler)
}

/// Answers PUT.
pub fn put<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::none().put(handler)
}

/// Answers PATCH.
pub fn patch<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::none().patch(handler)
}

/// Answers DELETE.
pub fn delete<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::none().delete(handler)
}

impl Handlers {
    fn none() -> Self {
        Self { methods: Vec::new(), router: MethodRouter::new() }
    }

    /// Answers GET too.
    pub fn get<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.with("GET", |router| router.get(handler))
    }

    /// Answers POST too.
    pub fn post<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.with("POST", |router| router.post(handler))
    }

    /// Answers PUT too.
    pub fn put<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.with("PUT", |router| router.put(handler))
    }

    /// Answers PATCH too.
    pub fn patch<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.with("PATCH", |router| router.patch(handler))
    }

    /// Answers DELETE too.
    pub fn delete<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.with("DELETE", |router| router.delete(handler))
    }

    /// Lays something over all its handlers, e.g. a limit on the size of bodies.
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: axum::response::IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<std::convert::Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self { router: self.router.layer(layer), ..self }
    }

    fn with(
        mut self,
        method: &'static str,
        add: impl FnOnce(MethodRouter<App>) -> MethodRouter<App>,
    ) -> Self {
        self.methods.push(method);
        Self { router: add(self.router), ..self }
    }
}

/// A table of addresses that is being written.
pub struct Table {
    router: Router<App>,
    endpoints: Vec<Endpoint>,
}

impl Table {
    /// An empty one.
    pub fn new() -> Self {
        Self { router: Router::new(), endpoints: Vec::new() }
    }

    /// One address that anybody may use.
    pub fn open(self, path: &str, handlers: Handlers) -> Self {
        self.add(path, &[], handlers.methods, handlers.router)
    }

    /// One address for which a token, where one is sent or demanded, has to reach one of these scopes.
    pub fn row(self, scopes: &'static [&'static str], path: &str, handlers: Handlers) -> Self {
        let router = handlers.router.layer(Extension(Needs(scopes)));
        self.add(path, scopes, handlers.methods, router)
    }

    /// What was written, for the server.
    pub fn into_router(self) -> Router<App> {
        self.router
    }

    /// What was written, for the documents; one entry for each path and scope.
    pub fn into_endpoints(self) -> Vec<Endpoint> {
        self.endpoints
    }

    fn add(
        mut self,
        path: &str,
        scopes: &'static [&'static str],
        methods: Vec<&'static str>,
        router: MethodRouter<App>,
    ) -> Self {
        self.endpoints.push(Endpoint { path: path.to_owned(), methods, scopes });
        Self { router: self.router.route(path, router), ..self }
    }
}
