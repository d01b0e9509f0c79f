//! The OpenAPI document: written by the handlers' own macros, finished here with what all share.

use axum::http::StatusCode;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContactBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, Ref, RefOr, ResponseBuilder,
    SecurityRequirement,
};

use super::routes::{Access, RouteInfo};

/// The page around the browsable document. Its script comes from this server, not from a third party.
pub const DOCS_PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Antiphon API</title>
</head>
<body>
  <noscript>The document itself: <a href="/api/openapi.json">/api/openapi.json</a></noscript>
  <script id="api-reference" type="application/json" data-configuration='{"withDefaultFonts": false, "telemetry": false, "agent": {"disabled": true}, "mcp": {"disabled": true}, "showDeveloperTools": "never", "hideClientButton": true}'>$spec</script>
  <script src="/docs/scalar.js"></script>
</body>
</html>
"#;

/// What holds for every route.
const MANNERS: &str = "The conversation layer for teams that work with a CRM.

**Who asks**: `Authorization: Bearer` with an access token, an API key or a visitor token; a key also as `X-Api-Key`. \
The workspace app uses its cookie.

**Refusals** have one shape, `ErrorBody`: a code for programs, a sentence for people, the field where there is one, and the request's id.

**Repeats**: send `Idempotency-Key` (1 to 64 visible ASCII characters, new for each intent) with a write; for 24 hours a repeat answers \
what the first one did, with `Idempotent-Replayed: true`. The same key with another request is refused (409). \
Not where nobody is known yet: signing in, refreshing, setting up, opening a widget's session.

**Limits**: each answer tells `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds); a refusal (429) also `Retry-After`.

**Pages**: `next_cursor` of one page is the `cursor` of the next; `null` on the last.";

/// Refusals that a route answers by its kind and not by what it does.
const SHARED: [(&str, &str); 9] = [
    ("400", "The body or a header cannot be read."),
    ("401", "Nobody is signed in, or the credential does not hold."),
    ("403", "Whoever asks may not do this."),
    ("404", "There is no such thing, or not for whoever asks."),
    ("409", "Something else came first, or the `Idempotency-Key` was used for another request."),
    ("413", "The body is too large."),
    ("415", "The body is of another type."),
    ("422", "A field or parameter does not hold: it is named."),
    ("429", "Too often: `Retry-After` says when to come back."),
];

/// Which of them this one answers.
fn shared_refusals(route: &RouteInfo, operation: &Operation) -> Vec<&'static str> {
    let mut shared = vec!["422", "429"];
    if route.access != Access::Open {
        shared.extend(["401", "403"]);
    }
    if route.path.contains('{') {
        shared.push("404");
    }
    if !matches!(route.method, "GET" | "OPTIONS") {
        shared.extend(["400", "409"]);
    }
    if operation.request_body.is_some() {
        shared.extend(["413", "415"]);
    }
    shared
}

/// Finishes the document: title, licence, security, and the refusals that every route shares.
pub fn document(mut api: OpenApi, table: &[RouteInfo]) -> OpenApi {
    api.info = InfoBuilder::new()
        .title("Antiphon")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(MANNERS))
        .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").build()))
        .contact(Some(ContactBuilder::new().name(Some("Antiphon")).build()))
        .build();
    let mut components = api.components.take().unwrap_or_else(|| ComponentsBuilder::new().build());
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("An access token, an API key (`ak_…`) or a visitor token (`vt_…`)."))
                .build(),
        ),
    );
    for (status, why) in SHARED {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody"))).build();
        let refusal = ResponseBuilder::new().description(why).content("application/json", content).build();
        components.responses.insert(format!("Refused{status}"), refusal.into());
    }
    api.components = Some(components);
    for route in table {
        let Some(item) = api.paths.paths.get_mut(&route.path) else { continue };
        let operation = match route.method {
            "GET" => &mut item.get,
            "POST" => &mut item.post,
            "PUT" => &mut item.put,
            "PATCH" => &mut item.patch,
            "OPTIONS" => &mut item.options,
            _ => &mut item.delete,
        };
        let Some(operation) = operation else { continue };
        if route.access != Access::Open {
            operation.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
        }
        for status in shared_refusals(route, operation) {
            let refusal = RefOr::Ref(Ref::from_response_name(format!("Refused{status}")));
            operation.responses.responses.entry(status.to_owned()).or_insert(refusal);
        }
    }
    let operations = api.paths.paths.values_mut().flat_map(|item| {
        [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete, &mut item.options].into_iter().flatten()
    });
    for (status, response) in operations.flat_map(|operation| &mut operation.responses.responses) {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = StatusCode::from_bytes(status.as_bytes())
                .ok()
                .and_then(|status| status.canonical_reason())
                .unwrap_or("An answer")
                .to_owned();
        }
    }
    api
}
