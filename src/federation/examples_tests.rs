//! The examples of `docs/federation.md`: what is really composed, as snapshots in `docs/examples`.

use serde_json::Value;

use super::object::around::Around;
use super::object::note;
use super::signature::SigningKey;
use super::{activity, actor, proof};
use crate::base::keys;
use crate::domain::account::AccountKey;
use crate::domain::auth::member::{NewMember, create};
use crate::domain::poll::NewPoll;
use crate::domain::post;
use crate::domain::story::{NewPost, write};
use crate::store::testing::fresh;

const STORY: &str = "やめてからのこと / After I stopped\n\n薬：ジェイゾロフト\n年齢：26〜35歳\n症状：耳鳴り\n\n\
    English Translation\n\nThe ringing has not stopped.\n\n原文\n\n耳鳴りは今も続いています。";

/// Keeps a document under a name; what is another one for every key is cut short.
fn keep(name: &str, mut document: Value) {
    shorten(&mut document);
    let text = serde_json::to_string_pretty(&document).unwrap();
    insta::with_settings!(
        { snapshot_path => "../../docs/examples", prepend_module_to_snapshot => false, omit_expression => true },
        { insta::assert_snapshot!(name, text) }
    );
}

fn shorten(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "publicKeyPem" => *member = "-----BEGIN PUBLIC KEY-----\n…".into(),
                    "publicKeyMultibase" => *member = "z6Mk…".into(),
                    "proofValue" => *member = "z…".into(),
                    _ => shorten(member),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn the_examples_are_what_is_really_composed() {
    let app = fresh().await;
    let member = create(&app, NewMember::active("quiet_fern_12", "tea moss lantern")).await.unwrap().member;
    let me = &member.account;
    let tell = async |new: NewPost| {
        let post = write(&app, &member, new).await.unwrap();
        let around = Around::load(&app, &post).await.unwrap();
        (post::show_one(&app, None, post).await.unwrap(), around)
    };
    let (story, around) =
        tell(NewPost { text: STORY.to_owned(), language: Some("ja".to_owned()), ..NewPost::default() }).await;
    keep("story", activity::create::compose(&app, &story, &around));

    let options = ["Eye drops".to_owned(), "Time".to_owned()];
    let poll = NewPoll::parse(&options, 86_400, false, false).unwrap();
    let text = "Which of these helped you?".to_owned();
    let (asked, around) = tell(NewPost { text, poll: Some(poll), ..NewPost::default() }).await;
    keep("poll", note::compose(&app, &asked, &around));

    let pair = keys::generate_ed25519().unwrap();
    let key_id = format!("{}#ed25519-key", me.uri);
    let key = AccountKey {
        id: 1,
        account_id: me.id,
        key_id: key_id.clone(),
        public_key: pair.public,
        private_key: None,
        retired_at: None,
    };
    keep("actor", actor::compose(&app, me, &[key]));

    let mut gone = activity::delete::compose(me, &story.post.uri, app.now());
    let key = SigningKey::from_pem(key_id.parse().unwrap(), &pair.private).unwrap();
    proof::add(&mut gone, &key, app.clock.now()).unwrap();
    keep("delete", gone);
}
