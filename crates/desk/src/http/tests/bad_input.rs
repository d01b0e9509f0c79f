//! Bad input, at every door that takes any: bodies and queries are made from the OpenAPI document, so that a
//! new route is met by them too. Each is refused in the one shape, naming the field, and nothing fails on our side
//! (`Story::request` itself fails on a 500).

use antiphon_testkit::{Answer, Caller, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

/// A route that takes a JSON body.
struct Door {
    method: String,
    path: String,
    schema: Value,
}

fn document() -> Value {
    serde_json::to_value(antiphon_desk::openapi()).expect("the document is JSON")
}

fn unknown() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Every `{parameter}` an id that nobody has: what is wrong with a body is said before anybody is looked for.
fn filled(path: &str) -> String {
    let mut filled = path.to_owned();
    while let Some((before, rest)) = filled.split_once('{') {
        let (_, after) = rest.split_once('}').expect("a closed parameter");
        filled = format!("{before}{}{after}", unknown());
    }
    filled
}

fn doors(document: &Value) -> Vec<Door> {
    let mut doors = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            if !schema.is_null() && !is_of_another_protocol(path) {
                doors.push(Door { method: method.to_uppercase(), path: filled(path), schema: resolve(document, schema) });
            }
        }
    }
    assert!(doors.len() > 15, "the document tells of bodies");
    doors
}

/// What is signed is looked at before what is said, and refused in the protocol's own codes.
fn is_of_another_protocol(path: &str) -> bool {
    ["/apps/", "/users/", "/pusher/"].iter().any(|start| path.starts_with(start))
}

fn resolve(document: &Value, schema: &Value) -> Value {
    match schema["$ref"].as_str() {
        Some(place) => resolve(document, document.pointer(&place[1..]).expect("a schema that is there")),
        None => match schema["oneOf"].as_array().or(schema["allOf"].as_array()) {
            Some(choices) => resolve(document, choices.iter().find(|choice| choice["type"] != "null").expect("a choice")),
            None => schema.clone(),
        },
    }
}

/// A value of the schema's shape, with everything that may be given.
fn example(document: &Value, schema: &Value) -> Value {
    let schema = resolve(document, schema);
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").cloned().expect("a type"),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("object") => {
            let properties = schema["properties"].as_object().cloned().unwrap_or_default();
            properties
                .into_iter()
                .map(|(name, schema)| (name, example(document, &schema)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
        Some("array") => json!([example(document, &schema["items"])]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ if schema["enum"].is_array() => schema["enum"][0].clone(),
        _ if schema["format"] == "uuid" => json!(unknown()),
        _ if schema["format"] == "date-time" => json!("2026-01-01T00:00:00Z"),
        _ => json!("text"),
    }
}

/// Where texts stand in a body.
fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| texts(value, &format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, value)| texts(value, &format!("{at}/{n}"), found)),
        Value::String(_) => found.push(at.to_owned()),
        _ => {}
    }
}

async fn send(story: &Story, who: &Caller, door: &Door, content_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method(door.method.as_str())
        .uri(&door.path)
        .header("host", "antiphon.test")
        .header("authorization", format!("Bearer {}", who.token))
        .header("content-type", content_type)
        .body(body.into())
        .expect("a request");
    story.request(request).await
}

#[track_caller]
fn names(answer: &Answer, field: &str, what: &str) {
    answer.refused(422, "invalid");
    assert_eq!(answer.body["error"]["field"], field, "{what}: {}", answer.body);
}

both_engines! {
    async fn what_is_no_json_is_refused_before_anybody_reads_it(story: Story) {
        let document = document();
        for door in doors(&document) {
            let at = &story.owner;
            let json = "application/json";
            for body in ["", "{", "{\"a\":", "nonsense", "{} {}", "{\"a\":\"\u{1}\"}", "[1,2"] {
                let answer = send(&story, at, &door, json, body).await;
                assert!([400, 422].contains(&answer.status), "{} {body:?}: {}", door.path, answer.status);
            }
            send(&story, at, &door, json, "{").await.refused(400, "malformed");
            let broken = [&b"{\"text\":\"\xff\xfe\"}"[..], br#"{"text":"\ud800"}"#, &b"[".repeat(100_000)];
            for body in broken {
                let answer = send(&story, at, &door, json, body.to_vec()).await;
                assert!([400, 422].contains(&answer.status), "{} answered {}", door.path, answer.status);
            }
            send(&story, at, &door, json, format!("{{\"a\":\"{}\"}}", "x".repeat(1_000_000))).await.refused(413, "too_large");
            if door.path.starts_with("/api/chat-messages") {
                continue; // whose clients name no type
            }
            send(&story, at, &door, "text/plain", "{}").await.refused(415, "wrong_type");
            send(&story, at, &door, "application/x-www-form-urlencoded", "a=b").await.refused(415, "wrong_type");
        }
    }

    async fn unknown_and_wrongly_typed_fields_are_named(story: Story) {
        let document = document();
        for door in doors(&document) {
            let what = format!("{} {}", door.method, door.path);
            let answer = send(&story, &story.owner, &door, "application/json", r#"{"nonsense":1}"#).await;
            names(&answer, "nonsense", &what);
            for whole in ["7", "[]", "\"text\"", "true", "null"] {
                // A list is no object, even where serde would read fields from it in order.
                let answer = send(&story, &story.owner, &door, "application/json", whole).await;
                assert_eq!(answer.status, 422, "{what} took {whole}: {}", answer.body);
            }
            let good = example(&document, &door.schema);
            for (name, schema) in door.schema["properties"].as_object().into_iter().flatten() {
                let mut body = good.clone();
                let kind = resolve(&document, schema)["type"].clone();
                body[name] = if kind.to_string().contains("boolean") { json!("yes") } else { json!(true) };
                let answer = send(&story, &story.owner, &door, "application/json", body.to_string()).await;
                names(&answer, name, &what);
            }
        }
    }

    async fn hostile_texts_in_any_field_are_stored_or_refused_and_break_nothing(story: Story) {
        let document = document();
        let hostile = [
            "\0".to_owned(),
            "nul\0inside".to_owned(),
            "'; DROP TABLE entries; --".to_owned(),
            "\u{202e}desrever\u{2066}".to_owned(),
            "\u{fdfa}".repeat(9_000), // 18 times as long once it is folded
            "🦑".repeat(10_001),
            "%00%ff../../etc/passwd".to_owned(),
            " \u{200b}\u{feff} ".to_owned(),
        ];
        for door in doors(&document) {
            let good = example(&document, &door.schema);
            let mut places = Vec::new();
            texts(&good, "", &mut places);
            for (place, text) in places.iter().flat_map(|place| hostile.iter().map(move |text| (place, text))) {
                let mut body = good.clone();
                *body.pointer_mut(place).expect("a place in the body") = json!(text);
                let answer = send(&story, &story.owner, &door, "application/json", body.to_string()).await;
                assert!(answer.status < 500, "{} {place} {text:?}: {}", door.path, answer.status);
                if answer.status >= 400 {
                    assert!(answer.body["error"]["message"].is_string(), "{} {place}: {}", door.path, answer.body);
                }
            }
        }
        story.get(&story.visitor, "/api/conversations").await.expect(200);
    }

    async fn queries_are_read_strictly(story: Story) {
        let document = document();
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.post(&story.key, "/api/crm/chats", json!({ "chatId": "a-chat", "sessionId": "s" })).await.expect(201);
        let (mut limits, mut numbers) = (0, 0);
        for (path, methods) in document["paths"].as_object().expect("paths") {
            let parameters: Vec<Value> = methods["get"]["parameters"].as_array().cloned().unwrap_or_default();
            let mut queries = parameters.iter().filter(|parameter| parameter["in"] == "query").peekable();
            if queries.peek().is_none() || path.starts_with("/api/auth") || is_of_another_protocol(path) {
                continue;
            }
            let path = path.replace("{id}", &id).replace("{chat_id}", "a-chat");
            names(&story.get(&story.owner, &format!("{path}?nonsense=1")).await, "nonsense", &path);
            for parameter in queries {
                let name = parameter["name"].as_str().expect("a name");
                if name == "limit" {
                    limits += 1;
                    for wrong in ["0", "-1", "101", "1000000000000000000", "99999999999999999999999", "ten", "", "1.5", "0x10"] {
                        names(&story.get(&story.owner, &format!("{path}?limit={wrong}")).await, "limit", &path);
                    }
                    // What some must have besides.
                    let required = match path.as_str() {
                        "/api/chat/messages" => format!("&conversation={id}"),
                        search if search.contains("/search/") => "&q=words".to_owned(),
                        _ => String::new(),
                    };
                    story.get(&story.owner, &format!("{path}?limit=100{required}")).await.expect(200);
                } else if name == "after_seq" || name == "before_seq" {
                    numbers += 1;
                    for wrong in ["x", "1.5", "99999999999999999999"] {
                        names(&story.get(&story.owner, &format!("{path}?{name}={wrong}")).await, name, &path);
                    }
                    for far in [i64::MAX, i64::MIN, -1, 0, 1_000_000_000_000_000_000] {
                        let answer = story.get(&story.owner, &format!("{path}?{name}={far}")).await;
                        assert!([200, 422].contains(&answer.status), "{path}?{name}={far}: {}", answer.status);
                    }
                } else if name == "cursor" || name == "after" {
                    for wrong in ["x", "%00", "%ff", "AAAA", "'"] {
                        let answer = story.get(&story.owner, &format!("{path}?{name}={wrong}")).await;
                        assert!([409, 422].contains(&answer.status), "{path}?{name}={wrong}: {}", answer.status);
                    }
                }
            }
        }
        assert!(limits >= 6 && numbers >= 3, "{limits} limits and {numbers} numbers were tried");
        for wrong in ["status=nonsense", "kind=nonsense", "assignee=nonsense", "contact_id=nonsense", "status=%00"] {
            story.get(&story.owner, &format!("/api/conversations?{wrong}")).await.refused(422, "invalid");
        }
    }

    async fn ids_that_are_none_are_answered_like_unknown_ones(story: Story) {
        let unknown_answer = story.get(&story.ana, &format!("/api/conversations/{}", unknown())).await;
        unknown_answer.refused(404, "not_found");
        let long = "x".repeat(5_000);
        for wrong in ["1", "null", "..%2f..", "%00", "%ff%fe", "'%20OR%201=1", "00000000-0000-0000-0000-000000000000", long.as_str()] {
            for route in antiphon_desk::route_table() {
                let Some((before, rest)) = route.path.split_once("{id}") else { continue };
                let path = format!("{before}{wrong}{}", filled(rest));
                let body = if route.method == "GET" || route.method == "DELETE" { None } else { Some(json!({})) };
                let answer = story.call(&story.owner, route.method, &path, body).await;
                assert!([404, 422].contains(&answer.status), "{} {path} answered {}", route.method, answer.status);
            }
            let answer = story.get(&story.ana, &format!("/api/conversations/{wrong}")).await;
            answer.refused(404, "not_found");
            assert_eq!(answer.body["error"]["message"], unknown_answer.body["error"]["message"]);
        }
        story.call(&story.ana, "PUT", "/api/me", json!({})).await.refused(405, "method_not_allowed");
        story.get(&story.ana, "/api/nonsense").await.refused(404, "not_found");
    }

    async fn messages_have_one_to_ten_thousand_characters(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        for (text, field) in [
            (String::new(), "text"),
            (" \n\t\u{a0}".to_owned(), "text"),
            ("x".repeat(10_001), "text"),
            ("e\u{301}".repeat(10_001), "text"),
            ("a\0b".to_owned(), "text"),
            ("x".repeat(900_000), "text"),
        ] {
            names(&story.post(&story.visitor, &path, json!({ "text": text })).await, field, "a message");
        }
        story.post(&story.visitor, &path, json!({ "text": "x".repeat(1_000_000) })).await.refused(413, "too_large");
        for text in ["🦑".repeat(10_000), "e\u{301}".repeat(10_000), format!("  {}  ", "x".repeat(10_000))] {
            let kept = story.post(&story.visitor, &path, json!({ "text": text })).await.expect(201).body;
            assert_eq!(kept["text"].as_str().unwrap().chars().count(), 10_000);
        }
        let raw = |body: &[u8]| {
            let request = Request::post(&path).header("authorization", format!("Bearer {}", story.visitor.token));
            story.request(request.header("content-type", "application/json").body(Body::from(body.to_vec())).unwrap())
        };
        for broken in [&b"{\"text\":\"\xff\xfe\"}"[..], br#"{"text":"\ud800"}"#, br#"{"text":"\udc00\ud800"}"#] {
            let answer = raw(broken).await;
            assert!([400, 422].contains(&answer.status), "{}", answer.body);
            assert!(answer.body["error"]["message"].is_string(), "{}", answer.body);
        }
        raw(br#"{"text":"\ud83e\udd91"}"#).await.expect(201);
        for wrong in ["", "a\nb", "x\0", &"x".repeat(65)] {
            names(&story.post(&story.visitor, &path, json!({ "text": "hi", "client_msg_id": wrong })).await, "client_msg_id", wrong);
        }
        let log = story.log(&story.owner, &id, 0).await;
        assert_eq!(log.iter().filter(|entry| entry["type"] == "message.sent").count(), 5, "only the good ones are kept");
    }

    async fn credentials_that_do_not_hold_are_refused_alike(story: Story) {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
        let good = story.ana.token.clone();
        let parts: Vec<&str> = good.split('.').collect();
        let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[0]).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        let key = story.desk.keys.access_tokens;
        let sign = |algorithm, claims: &Value, key: &[u8]| {
            let header = Header { typ: header["typ"].as_str().map(str::to_owned), kid: header["kid"].as_str().map(str::to_owned), ..Header::new(algorithm) };
            encode(&header, claims, &EncodingKey::from_secret(key)).unwrap()
        };
        let with = |field: &str, value: Value| {
            let mut claims = claims.clone();
            claims[field] = value;
            claims
        };
        story.get(&Caller { token: sign(Algorithm::HS256, &claims, &key), ..story.ana.clone() }, "/api/me").await.expect(200);
        let none_header = URL_SAFE_NO_PAD.encode(json!({ "alg": "none", "typ": header["typ"], "kid": header["kid"] }).to_string());
        let someone_else = with("sub", json!(story.owner.id));
        let wrong = [
            String::new(),
            "nonsense".to_owned(),
            "a.b.c".to_owned(),
            format!("{}.{}.{}", parts[0], parts[1], "AAAA"),
            format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(someone_else.to_string()), parts[2]),
            format!("{none_header}.{}.", parts[1]),
            format!("{none_header}.{}.{}", parts[1], parts[2]),
            sign(Algorithm::HS384, &claims, &key),
            sign(Algorithm::HS512, &claims, &key),
            sign(Algorithm::HS256, &claims, b"another key"),
            sign(Algorithm::HS256, &with("aud", json!("another")), &key),
            sign(Algorithm::HS256, &with("iss", json!("another")), &key),
            sign(Algorithm::HS256, &with("exp", json!(1)), &key),
            sign(Algorithm::HS256, &with("sid", json!(unknown())), &key),
            sign(Algorithm::HS256, &with("ws", json!(story.foreign_owner.workspace)), &key),
            sign(Algorithm::HS256, &someone_else, &key),
            format!("ak_{}", "x".repeat(43)),
            format!("vt_{}", "x".repeat(43)),
            format!("{}x", story.key.token),
            format!("{}x", story.visitor.token),
            "x".repeat(20_000),
        ];
        for token in wrong {
            let caller = Caller { token: token.clone(), ..story.ana.clone() };
            story.get(&caller, "/api/me").await.refused(401, "unauthenticated");
            story.post(&caller, "/api/conversations", json!({ "message": { "text": "hi" } })).await.refused(401, "unauthenticated");
        }
        for value in [&b"Basic YTpi"[..], b"Bearer", b"bearer  ", b"Bearer \xe9"] {
            let request = Request::get("/api/me").header("host", "antiphon.test").header("authorization", value);
            story.request(request.body(Body::empty()).unwrap()).await.refused(401, "unauthenticated");
        }
        story.get(&story.ana, "/api/me").await.expect(200);
        story.later(std::time::Duration::from_secs(601));
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
    }
}
