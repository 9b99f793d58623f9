//! Who may do what with another server's post, as it says (GoToSocial's `interactionPolicy`).

use serde_json::Value;

use super::read;
use crate::domain::post::policy::{Circle, Policy};

/// Most people of a policy that are kept: more than a post mentions.
const MAX_PEOPLE: usize = 64;
/// The lists of those who may: at once, or when the author has looked. And what both were called before GoToSocial 0.20,
/// which counts where the first two name nobody, as there.
const LISTS: [[&str; 2]; 2] = [["automaticApproval", "manualApproval"], ["always", "approvalRequired"]];

/// What addresses mean where the post comes from, and which are of people here.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Those who follow its author.
    pub followers: Option<&'a str>,
    /// Those whom its author follows.
    pub following: Option<&'a str>,
    /// How addresses of this server begin.
    pub base: &'a str,
}

/// Reads the policy of a post. What it does not speak of is open to everybody, as GoToSocial reads it.
pub fn parse(object: &Value, around: Around<'_>) -> Policy {
    let policy = object.get("interactionPolicy");
    let circle = |name: &str| policy.and_then(|policy| circle(policy.get(name)?, around));
    Policy { like: circle("canLike"), reply: circle("canReply"), announce: circle("canAnnounce") }
}

/// Who may; `None` where that is everybody.
fn circle(rule: &Value, around: Around<'_>) -> Option<Circle> {
    // An empty rule says nothing.
    if !rule.as_object().is_some_and(|rule| LISTS.as_flattened().iter().any(|list| rule.contains_key(*list)))
    {
        return None;
    }
    let named = |lists: &[&str; 2]| -> Vec<&str> {
        lists.iter().flat_map(|list| read::ids(rule.get(*list))).collect()
    };
    let named = LISTS.iter().map(named).find(|named| !named.is_empty()).unwrap_or_default();
    if named.iter().any(|address| read::is_public(address)) {
        return None;
    }
    let is_here =
        |address: &&&str| address.strip_prefix(around.base).is_some_and(|path| path.starts_with('/'));
    Some(Circle {
        followers: around.followers.is_some_and(|followers| named.contains(&followers)),
        following: around.following.is_some_and(|following| named.contains(&following)),
        people: named.iter().filter(is_here).take(MAX_PEOPLE).map(|address| (*address).to_owned()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FOLLOWERS: &str = "https://a.example/u/followers";
    const ME: &str = "https://here.example/people/1";

    fn read(policy: Value) -> Policy {
        let around = Around {
            followers: Some(FOLLOWERS),
            following: Some("https://a.example/u/following"),
            base: "https://here.example",
        };
        parse(&json!({"interactionPolicy": policy}), around)
    }

    #[test]
    fn what_a_policy_does_not_say_is_open_and_everybody_is_everybody_however_they_are_asked() {
        let public = "https://www.w3.org/ns/activitystreams#Public";
        for policy in [
            json!(null),
            json!({}),
            json!("x"),
            json!({"canLike": null, "canReply": {}, "canAnnounce": []}),
            json!({"canLike": {"automaticApproval": public}}),
            json!({"canLike": {"automaticApproval": [FOLLOWERS], "manualApproval": ["as:Public"]}}),
            json!({"canReply": {"always": [public], "approvalRequired": []}}),
            json!({"canQuote": {"automaticApproval": []}}),
        ] {
            assert!(read(policy.clone()).is_open(), "{policy}");
        }
        assert!(parse(&json!({}), Around { followers: None, following: None, base: "https://a" }).is_open());
    }

    #[test]
    fn some_are_followers_the_followed_and_people_here() {
        let some = |followers: bool, following: bool, people: &[&str]| {
            Some(Circle {
                followers,
                following,
                people: people.iter().map(|address| (*address).to_owned()).collect(),
            })
        };
        let policy = read(json!({
            "canLike": {"automaticApproval": ["https://a.example/u"]},
            "canReply": {"automaticApproval": FOLLOWERS, "manualApproval": [ME, "https://here.example.evil/1"]},
            "canAnnounce": {"automaticApproval": [], "always": ["https://a.example/u/following", {"id": ME}]},
        }));
        assert_eq!(policy.like, some(false, false, &[]));
        assert_eq!(policy.reply, some(true, false, &[ME]));
        assert_eq!(policy.announce, some(false, true, &[ME]));
        // Where both are said the new names count, as in GoToSocial; and a list of nobody is nobody.
        let both = json!({"automaticApproval": FOLLOWERS, "always": "as:Public"});
        assert_eq!(read(json!({"canLike": both})).like, some(true, false, &[]));
        assert_eq!(read(json!({"canLike": {"automaticApproval": []}})).like, some(false, false, &[]));
        let many: Vec<String> =
            (0..200).map(|number| format!("https://here.example/people/{number}")).collect();
        let kept = read(json!({"canLike": {"automaticApproval": many}})).like.unwrap();
        assert_eq!(kept.people.len(), MAX_PEOPLE);
    }
}
