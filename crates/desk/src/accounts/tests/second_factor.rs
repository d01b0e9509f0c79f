//! One's own second factor: getting it, signing in with it, losing the phone, switching it off.

use antiphon_desk::accounts;
use antiphon_testkit::{Answer, Authenticator, Caller, PASSWORD, Story, both_engines};
use serde_json::{Value, json};
use std::time::Duration;

use super::{STEP, enrol, take, with_token};

async fn first_step(story: &Story, who: &Caller) -> String {
    let body = json!({ "email": who.email, "password": PASSWORD });
    let answer = story.call(None, "POST", "/api/auth/login", body).await.expect(202);
    assert!(answer.cookie().is_none() && answer.body.get("access_token").is_none());
    assert_eq!(answer.body["second_factor"]["expires_in"], 300);
    answer.body["second_factor"]["challenge"].as_str().unwrap().to_owned()
}

async fn own(story: &Story, who: &Caller, deed: &str, body: Value) -> Answer {
    story.post(who, &format!("/api/me/second-factor{deed}"), body).await
}

fn signed_in(who: &Caller, answer: &Answer) -> Caller {
    with_token(who, answer.body["access_token"].as_str().unwrap())
}

both_engines! {
    async fn a_second_factor_comes_into_use_with_its_first_code(story: Story) {
        let (here, there) = (story.sign_in(&story.ana).await, story.sign_in(&story.ana).await);
        let mine = story.get(&here, "/api/me/second-factor").await.expect(200).body;
        assert_eq!(mine, json!({ "on_since": null, "recovery_codes_left": 0, "is_needed": false, "has_password": true }));

        own(&story, &here, "/confirm", json!({ "code": "123456" })).await.refused(409, "not_begun");
        let wrong = own(&story, &here, "", json!({ "password": "not it at all" })).await;
        wrong.refused(422, "invalid");
        assert_eq!(wrong.body["error"]["field"], "password");
        own(&story, &here, "", json!({})).await.refused(422, "invalid");
        let first = own(&story, &here, "", json!({ "password": PASSWORD })).await.expect(200).body;
        let begun = own(&story, &here, "", json!({ "password": PASSWORD })).await.expect(200).body;
        assert_ne!(first["secret"], begun["secret"]);
        assert_eq!(begun["secret"].as_str().unwrap().len(), 32);
        // Begun is not on.
        story.sign_in(&story.ana).await;

        let stale = Authenticator::scan(first["uri"].as_str().unwrap()).shows(&story.clock);
        own(&story, &here, "/confirm", json!({ "code": stale })).await.refused(422, "invalid");
        let app = Authenticator::scan(begun["uri"].as_str().unwrap());
        let codes = own(&story, &here, "/confirm", json!({ "code": app.shows(&story.clock) })).await.expect(200).body;
        let codes: Vec<&str> = codes["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
        assert_eq!(codes.len(), 10);

        story.get(&here, "/api/me").await.expect(200);
        story.get(&there, "/api/me").await.refused(401, "unauthenticated");
        let mine = story.get(&here, "/api/me/second-factor").await.expect(200).body;
        assert_eq!((mine["on_since"].is_string(), mine["recovery_codes_left"].as_i64()), (true, Some(10)));
        own(&story, &here, "", json!({ "password": PASSWORD })).await.refused(409, "already_on");
        own(&story, &here, "/confirm", json!({ "code": app.shows(&story.clock) })).await.refused(409, "already_on");

        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "person.second_factor_on");
        // Neither the secret nor a code lies open anywhere.
        let all = format!("{:?}{trail}", story.dump().await).to_lowercase();
        for secret in codes.into_iter().chain([begun["secret"].as_str().unwrap()]) {
            assert!(!all.contains(&secret.to_lowercase()) && !all.contains(&secret.replace('-', "")));
        }
    }

    async fn whoever_has_one_signs_in_in_two_steps(story: Story) {
        let (app, _) = enrol(&story, &story.ana).await;
        story.later(STEP);
        let challenge = first_step(&story, &story.ana).await;
        let wrong = take(&story, &challenge, json!({ "code": "000000" })).await;
        wrong.refused(422, "invalid");
        assert_eq!(wrong.body["error"]["field"], "code");
        let answer = take(&story, &challenge, json!({ "code": app.shows(&story.clock) })).await.expect(200);
        assert!(answer.cookie().is_some());
        story.get(&signed_in(&story.ana, &answer), "/api/me").await.expect(200);
        // The challenge is spent with it.
        story.later(STEP);
        take(&story, &challenge, json!({ "code": app.shows(&story.clock) })).await.refused(401, "unauthenticated");
        let mut typed = app.shows(&story.clock);
        typed.insert(3, ' ');
        let challenge = first_step(&story, &story.ana).await;
        take(&story, &challenge, json!({ "code": typed })).await.expect(200);
    }

    async fn a_code_is_good_once(story: Story) {
        let (app, _) = enrol(&story, &story.ana).await;
        // Not even the code that switched it on is taken again.
        let challenge = first_step(&story, &story.ana).await;
        let code = app.shows(&story.clock);
        let before = story.dump().await;
        take(&story, &challenge, json!({ "code": code })).await.refused(409, "code_used");
        assert_eq!(before, story.dump().await, "nothing is half stored");

        story.later(STEP);
        let code = app.shows(&story.clock);
        take(&story, &challenge, json!({ "code": code })).await.expect(200);
        let challenge = first_step(&story, &story.ana).await;
        take(&story, &challenge, json!({ "code": code })).await.refused(409, "code_used");
        // Nor one from before it, which the window would still let pass.
        let earlier = app.shows(&story.clock);
        story.later(STEP);
        take(&story, &challenge, json!({ "code": app.shows(&story.clock) })).await.expect(200);
        let challenge = first_step(&story, &story.ana).await;
        take(&story, &challenge, json!({ "code": earlier })).await.refused(409, "code_used");
    }

    async fn of_many_who_bring_the_same_code_at_once_one_comes_in(story: Story) {
        let (app, codes) = enrol(&story, &story.ana).await;
        story.later(STEP);
        let code = app.shows(&story.clock);
        let mut challenges = Vec::new();
        for _ in 0..4 {
            challenges.push(first_step(&story, &story.ana).await);
        }
        let tries = challenges.iter().map(|challenge| take(&story, challenge, json!({ "code": code })));
        let answers = futures_util::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 409)));

        let left: Vec<&String> = challenges.iter().zip(&answers).filter(|(_, answer)| answer.status != 200).map(|(one, _)| one).collect();
        let tries = left.iter().map(|challenge| take(&story, challenge, json!({ "recovery_code": codes[0] })));
        let answers = futures_util::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 422)));

        // And of many with one challenge.
        story.later(STEP);
        let challenge = first_step(&story, &story.ana).await;
        let tries = codes[1..4].iter().map(|code| take(&story, &challenge, json!({ "recovery_code": code })));
        let answers = futures_util::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 401)));
    }

    async fn a_recovery_code_stands_in_for_the_phone_once(story: Story) {
        let (_, codes) = enrol(&story, &story.ana).await;
        let challenge = first_step(&story, &story.ana).await;
        let typed = codes[3].to_uppercase().replace('-', " ");
        let ana = signed_in(&story.ana, &take(&story, &challenge, json!({ "recovery_code": typed })).await.expect(200));
        assert_eq!(story.get(&ana, "/api/me/second-factor").await.expect(200).body["recovery_codes_left"], 9);
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "person.recovery_code_used");
        let challenge = first_step(&story, &story.ana).await;
        for wrong in [codes[3].as_str(), "abcde-fghjk", "x", ""] {
            let answer = take(&story, &challenge, json!({ "recovery_code": wrong })).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], "recovery_code");
        }
    }

    async fn a_sign_in_waits_five_minutes_for_its_second_step(story: Story) {
        let (app, _) = enrol(&story, &story.ana).await;
        let challenge = first_step(&story, &story.ana).await;
        story.later(Duration::from_secs(300));
        take(&story, &challenge, json!({ "code": app.shows(&story.clock) })).await.refused(401, "unauthenticated");
        take(&story, "sf_made-up", json!({ "code": "123456" })).await.refused(401, "unauthenticated");
    }

    async fn a_second_step_is_one_of_two_and_well_formed(story: Story) {
        let (_, codes) = enrol(&story, &story.ana).await;
        let challenge = first_step(&story, &story.ana).await;
        for body in [
            json!({}),
            json!({ "code": "12345" }),
            json!({ "code": "abcdef" }),
            json!({ "code": "" }),
            json!({ "code": "123456", "recovery_code": codes[0] }),
            json!({ "code": 123456 }),
            json!({ "code": "1".repeat(10_000) }),
            json!({ "code": "123456", "more": true }),
        ] {
            take(&story, &challenge, body).await.refused(422, "invalid");
        }
        story.call(None, "POST", "/api/auth/second-factor", json!({ "code": "123456" })).await.refused(422, "invalid");
    }

    async fn guessing_codes_is_stopped_and_the_password_does_not_clear_it(story: Story) {
        let (app, _) = enrol(&story, &story.ana).await;
        story.later(STEP);
        let challenge = first_step(&story, &story.ana).await;
        for n in 1..=10 {
            take(&story, &challenge, json!({ "code": "000000" })).await.refused(422, "invalid");
            if n == 5 {
                first_step(&story, &story.ana).await;
            }
        }
        let failures = "SELECT subject FROM failed_sign_ins WHERE subject LIKE 'second-factor:%'";
        assert_eq!(story.read(failures).await.len(), 10);
        take(&story, &challenge, json!({ "code": app.shows(&story.clock) })).await.refused(429, "too_many");
        story.later(Duration::from_secs(901));
        let challenge = first_step(&story, &story.ana).await;
        take(&story, &challenge, json!({ "code": app.shows(&story.clock) })).await.expect(200);
        assert!(story.read(failures).await.is_empty());
    }

    async fn fresh_recovery_codes_and_switching_off_take_both_steps(story: Story) {
        let (app, codes) = enrol(&story, &story.ana).await;
        let challenge = first_step(&story, &story.ana).await;
        let ana = signed_in(&story.ana, &take(&story, &challenge, json!({ "recovery_code": codes[0] })).await.expect(200));
        for deed in ["/recovery-codes", "/off"] {
            own(&story, &story.ben, deed, json!({ "password": PASSWORD, "code": "123456" })).await.refused(409, "not_on");
            own(&story, &ana, deed, json!({ "password": "not it at all", "code": app.shows(&story.clock) })).await.refused(422, "invalid");
            own(&story, &ana, deed, json!({ "code": app.shows(&story.clock) })).await.refused(422, "invalid");
            own(&story, &ana, deed, json!({ "password": PASSWORD, "code": "000000" })).await.refused(422, "invalid");
            own(&story, &ana, deed, json!({ "password": PASSWORD })).await.refused(422, "invalid");
        }
        story.later(STEP);
        let body = json!({ "password": PASSWORD, "code": app.shows(&story.clock) });
        let fresh = own(&story, &ana, "/recovery-codes", body.clone()).await.expect(200).body;
        own(&story, &ana, "/off", body).await.refused(409, "code_used");
        let challenge = first_step(&story, &story.ana).await;
        take(&story, &challenge, json!({ "recovery_code": codes[5] })).await.refused(422, "invalid");
        let body = json!({ "password": PASSWORD, "recovery_code": fresh["recovery_codes"][0] });
        own(&story, &ana, "/off", body).await.expect(204);
        // One step is enough again, and what waited for the second is over.
        story.sign_in(&story.ana).await;
        take(&story, &challenge, json!({ "recovery_code": fresh["recovery_codes"][1] })).await.refused(401, "unauthenticated");
        story.get(&ana, "/api/me").await.expect(200);
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "person.second_factor_off");
        assert_eq!(trail["entries"][1]["action"], "person.recovery_codes_renewed");
    }

    async fn an_admin_switches_it_off_when_the_phone_is_lost(story: Story) {
        let (ana, _, _) = super::enrol_with_session(&story, &story.ana).await;
        let path = format!("/api/people/{}/second-factor", story.ana.id);
        story.call(&story.ben, "DELETE", &path, None).await.refused(403, "forbidden");
        story.call(&story.foreign_owner, "DELETE", &path, None).await.refused(404, "not_found");
        let mut socket = story.connect(&ana).await;
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        assert_eq!(socket.closed().await, 4401);
        story.get(&ana, "/api/me").await.refused(401, "unauthenticated");
        story.sign_in(&story.ana).await;
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "person.second_factor_off");
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);

        // Not where it would weaken another workspace's sign-in.
        super::enrol(&story, &story.ana).await;
        let join = json!({ "email": "ana@lumen.test", "name": "Ana of Oak", "role": "agent", "password": PASSWORD });
        let there = story.post(&story.foreign_owner, "/api/people", join).await.expect(201).body;
        story.call(&story.owner, "DELETE", &path, None).await.refused(409, "other_workspaces");
        let path = format!("/api/people/{}/second-factor", there["id"].as_str().unwrap());
        story.call(&story.foreign_owner, "DELETE", &path, None).await.refused(409, "other_workspaces");
        first_step(&story, &story.ana).await;
    }

    async fn whoever_runs_the_server_switches_it_off_wherever_the_account_has_a_place(story: Story) {
        let join = json!({ "email": "ana@lumen.test", "name": "Ana of Oak", "role": "agent", "password": PASSWORD });
        story.post(&story.foreign_owner, "/api/people", join).await.expect(201);
        let off = async |email: &str| accounts::end_factor_at(&story.desk, email).await;
        assert!(off("ana@lumen.test").await.unwrap_err().to_string().contains("no second step"));
        for nobody in ["nobody@lumen.test", "nonsense", ""] {
            assert_eq!(off(nobody).await.unwrap_err().field(), Some("email"), "{nobody}");
        }
        let (ana, _, _) = super::enrol_with_session(&story, &story.ana).await;
        let challenge = first_step(&story, &story.ana).await;
        let mut socket = story.connect(&ana).await;
        assert_eq!(off(" ANA@Lumen.test ").await.unwrap(), 1);
        assert_eq!(socket.closed().await, 4401);
        story.get(&ana, "/api/me").await.refused(401, "unauthenticated");
        take(&story, &challenge, json!({ "code": "123456" })).await.refused(401, "unauthenticated");
        story.sign_in(&story.ana).await;
        for owner in [&story.owner, &story.foreign_owner] {
            let entry = &story.get(owner, "/api/audit").await.expect(200).body["entries"][0];
            assert_eq!((&entry["action"], &entry["actor"]["kind"]), (&json!("person.second_factor_off"), &json!("system")));
            assert_eq!(entry["reason"], "by whoever runs the server");
        }
    }

    async fn whoever_manages_people_sees_who_has_a_second_step(story: Story) {
        let has = async |who: &Caller| {
            let people = story.get(who, "/api/people").await.expect(200).body;
            let ana = people["people"].as_array().unwrap().iter().find(|one| one["id"] == story.ana.id.as_str()).unwrap();
            ana["has_second_step"].clone()
        };
        assert_eq!(has(&story.owner).await, false);
        // What was begun and not confirmed is none yet.
        own(&story, &story.ana, "", json!({ "password": PASSWORD })).await.expect(200);
        assert_eq!(has(&story.owner).await, false);
        enrol(&story, &story.ana).await;
        assert_eq!((has(&story.owner).await, has(&story.ben).await), (json!(true), json!(null)));
        let changed = story.call(&story.owner, "PATCH", &format!("/api/people/{}", story.ana.id), json!({ "name": "Ana B" })).await;
        assert_eq!(changed.expect(200).body["has_second_step"], true);
    }

    async fn nothing_of_it_is_left_of_who_deleted_their_account(story: Story) {
        let (ana, _, _) = super::enrol_with_session(&story, &story.ana).await;
        first_step(&story, &story.ana).await;
        story.post(&ana, "/api/me/deletion", json!({ "current_password": PASSWORD })).await.expect(204);
        for table in ["second_factors", "recovery_codes", "sign_in_challenges"] {
            assert_eq!(story.read(&format!("SELECT CAST(count(*) AS text) FROM {table}")).await, ["0"], "{table}");
        }
    }

    async fn keys_and_visitors_have_no_second_factor(story: Story) {
        for who in [&story.key, &story.visitor] {
            story.get(who, "/api/me/second-factor").await.refused(403, "no_session");
            own(&story, who, "", json!({})).await.refused(403, "no_session");
        }
    }
}
