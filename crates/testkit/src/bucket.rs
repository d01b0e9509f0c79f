//! A bucket that speaks S3 and checks signatures, on a loopback port, over a folder of its own.

use antiphon_base::config::Files;
use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use http::{Request, StatusCode};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::path::PathBuf;
use tower::ServiceExt;

const KEY: (&str, &str) = ("story", "a-secret-of-the-story");
const NAME: &str = "files";

/// A running bucket; it ends with the test's runtime.
pub struct Bucket {
    endpoint: String,
    /// Where its objects lie.
    pub folder: PathBuf,
}

impl Bucket {
    /// Starts one, empty.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start() -> Self {
        let root = crate::engine::folder();
        let folder = root.join(NAME);
        std::fs::create_dir_all(&folder).expect("the folder of the bucket");
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(&root).expect("a bucket over a folder"));
        builder.set_auth(SimpleAuth::from_single(KEY.0, KEY.1));
        let s3 = builder.build();
        let router = Router::new().fallback(move |request: Request<Body>| async move {
            match s3.oneshot(request).await {
                Ok(answer) => answer.map(Body::new),
                Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:?}")).into_response(),
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
        let endpoint = format!("http://{}", listener.local_addr().expect("its address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { endpoint, folder }
    }

    /// The settings of an operator who uses it.
    pub fn settings(&self) -> Files {
        Files {
            bucket: Some(NAME.to_owned()),
            endpoint: Some(self.endpoint.clone()),
            region: Some("eu-central-1".to_owned()),
            access_key_id: Some(KEY.0.to_owned()),
            secret_access_key: Some(KEY.1.to_owned()),
            ..Files::default()
        }
    }
}
