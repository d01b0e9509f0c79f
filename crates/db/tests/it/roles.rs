//! Which PostgreSQL roles may serve: none that row-level security does not hold.

use antiphon_db::{Db, OpenError, WasThere};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::places::{Place, address, admin_url};

async fn refused(url: &str) -> String {
    match Db::open_postgres(url, 2).await {
        Err(error @ OpenError::Bypasses { .. }) => error.to_string(),
        Err(other) => panic!("refused for another reason: {other}"),
        Ok(_) => panic!("a role that bypasses row-level security was taken"),
    }
}

#[tokio::test]
async fn superusers_and_bypassing_roles_are_refused_with_the_statements_that_help() {
    let place = Place::url().await;
    place.migrations().up().await.expect("the migrations run");
    let Place::Url { admin, .. } = &place else { unreachable!("it is an address") };
    let said = refused(admin).await;
    for part in ["`owner`", "CREATE ROLE", "NOSUPERUSER NOBYPASSRLS", "ALTER DATABASE", "antiphon database init"] {
        assert!(said.contains(part), "{part} in: {said}");
    }
    let role = format!("bypasser_{}", std::process::id());
    let mut connection = PgConnection::connect(&admin_url()).await.expect("PostgreSQL answers");
    connection
        .execute(AssertSqlSafe(format!("CREATE ROLE {role} LOGIN NOSUPERUSER BYPASSRLS")))
        .await
        .expect("a role can be made");
    let database = admin.rsplit('/').next().expect("a database");
    assert!(refused(&address(&role, database)).await.contains(&role));
    connection.execute(AssertSqlSafe(format!("DROP ROLE {role}"))).await.expect("it can be dropped");
}

#[tokio::test]
async fn the_roles_that_init_makes_serve() {
    let (role, database) = (format!("served_{}", std::process::id()), format!("serving_{}", std::process::id()));
    let init = async || antiphon_db::init_postgres(&admin_url(), &role, "a 'quoted' one", &database).await;
    let nothing = WasThere { role: false, database: false };
    assert_eq!(init().await.expect("role and database are made"), nothing);
    assert_eq!(init().await.expect("a repeat leaves them"), WasThere { role: true, database: true });
    let url = address(&role, &database);
    antiphon_db::Migrations::Postgres(&url).up().await.expect("the role may migrate its own database");
    Db::open_postgres(&url, 2).await.expect("and serve it").probe().await.expect("and write there");
}

#[tokio::test]
async fn one_role_migrates_and_another_serves_without_owning_anything() {
    let number = std::process::id();
    let (owner, serving, database) = (format!("owning_{number}"), format!("guest_{number}"), format!("owned_{number}"));
    antiphon_db::init_postgres(&admin_url(), &owner, "a", &database).await.expect("role and database are made");
    let mut connection = PgConnection::connect(&admin_url()).await.expect("PostgreSQL answers");
    connection.execute(AssertSqlSafe(format!("CREATE ROLE {serving} LOGIN"))).await.expect("a role can be made");
    let (migrating_url, serving_url) = (address(&owner, &database), address(&serving, &database));
    antiphon_db::Migrations::Postgres(&migrating_url).up().await.expect("the owner migrates");
    for _ in 0..2 {
        antiphon_db::grant_to_serving(&migrating_url, &serving_url).await.expect("the owner may grant");
    }
    let db = Db::open_postgres(&serving_url, 2).await.expect("the other one may serve");
    db.probe().await.expect("and write there");
    let mut guest = PgConnection::connect(&serving_url).await.expect("PostgreSQL answers");
    assert!(guest.execute("DROP TABLE jobs").await.is_err(), "but change no table");
}
