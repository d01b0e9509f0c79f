//! The schema up, down and up again is the same schema; steps that do not fit are refused.

use antiphon_db::Migrations;

use crate::places::Place;

/// Everything that a schema consists of.
async fn schema(place: &Place) -> Vec<String> {
    match place {
        Place::File(_) => {
            place.read("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE '%sqlx%' AND name NOT LIKE 'sqlite%' ORDER BY 1").await
        }
        Place::Url { .. } => {
            let mut all = Vec::new();
            for question in [
                "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
                 FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%' ORDER BY 1",
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '%sqlx%' ORDER BY 1",
                "SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                 WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%sqlx%' ORDER BY 1",
                "SELECT tablename || ' ' || policyname || ' ' || coalesce(qual, '') || ' ' || coalesce(with_check, '') FROM pg_policies ORDER BY 1",
                "SELECT relname || relrowsecurity::text || relforcerowsecurity::text FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE '%sqlx%' ORDER BY 1",
                "SELECT tgrelid::regclass::text || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
                "SELECT proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
                "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
            ] {
                all.extend(place.read(question).await);
            }
            all
        }
    }
}

async fn up_down_and_up(place: Place) {
    let migrations = place.migrations();
    assert!(migrations.status().await.expect("an empty database can be asked").iter().all(|step| !step.applied));
    migrations.up().await.expect("up");
    let first = schema(&place).await;
    assert!(first.len() > 20);
    assert!(migrations.status().await.expect("it can be asked").iter().all(|step| step.applied));
    migrations.up().await.expect("up again changes nothing");
    assert_eq!(schema(&place).await, first);
    for target in (0..Migrations::newest()).rev() {
        migrations.down(target).await.expect("each step goes back");
        let applied = migrations.status().await.expect("it can be asked").iter().filter(|step| step.applied).count();
        assert_eq!(applied as i64, target);
    }
    assert_eq!(schema(&place).await, Vec::<String>::new(), "nothing is left");
    migrations.up().await.expect("up once more");
    assert_eq!(schema(&place).await, first);
}

async fn misfits_are_refused(place: Place) {
    place.migrations().up().await.expect("up");
    let before = schema(&place).await;
    place.run("INSERT INTO _sqlx_migrations SELECT 9999, 'of tomorrow', installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1").await;
    let newer = place.migrations().up().await.expect_err("a newer schema is refused").to_string();
    assert!(newer.contains("9999") && newer.contains("migrate down --to"), "{newer}");
    place.run("DELETE FROM _sqlx_migrations WHERE version = 9999").await;
    place.migrations().up().await.expect("now it fits");
    place
        .run("UPDATE _sqlx_migrations SET checksum = (SELECT checksum FROM _sqlx_migrations WHERE version = 2) WHERE version = 1")
        .await;
    let edited = place.migrations().up().await.expect_err("an edited step is refused").to_string();
    assert!(edited.contains("migration 1") && edited.contains("altered"), "{edited}");
    assert_eq!(schema(&place).await, before, "a refusal changes nothing");
}

/// Several nodes starting at once migrate once.
async fn many_at_once(place: Place) {
    let (one, two, three) = (place.migrations(), place.migrations(), place.migrations());
    let (a, b, c) = tokio::join!(one.up(), two.up(), three.up());
    assert!(a.is_ok() && b.is_ok() && c.is_ok(), "{a:?} {b:?} {c:?}");
}

#[tokio::test]
async fn up_down_and_up_is_the_same_schema_on_sqlite() {
    up_down_and_up(Place::file()).await;
}

#[tokio::test]
async fn up_down_and_up_is_the_same_schema_on_postgres() {
    up_down_and_up(Place::url().await).await;
}

#[tokio::test]
async fn edited_steps_and_newer_schemas_are_refused_on_sqlite() {
    misfits_are_refused(Place::file()).await;
}

#[tokio::test]
async fn edited_steps_and_newer_schemas_are_refused_on_postgres() {
    misfits_are_refused(Place::url().await).await;
}

#[tokio::test]
async fn several_runners_at_once_do_it_once_on_postgres() {
    many_at_once(Place::url().await).await;
}

#[tokio::test]
async fn a_copy_before_a_step_is_whole() {
    let place = Place::file();
    place.migrations().up().await.expect("up");
    let Place::File(file) = &place else { unreachable!("it is a file") };
    let copy = file.with_file_name("before it's migrated.db");
    antiphon_db::copy_sqlite(file, &copy, |_, _| {}).await.expect("a copy is made");
    assert_eq!(schema(&Place::File(copy)).await, schema(&place).await);
}
