//! From whom is something hidden, and who of them comes to look?

use entity::vocabulary::Role;
use laurel::demo::EARLIER_ROUND;
use reqwest::Method;
use serde_json::json;

use super::scene::Scene;
use crate::harness::{Answer, PASSWORD, TestApp, Visitor};

/// From whom something is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Anyone without an account.
    Public,
    /// Anyone without an account who holds personal links of a nominee.
    Nominee,
    /// Somebody of CAST.
    Cast,
    /// The head of a society whose nominations are among those that are decided.
    Society,
    /// A reviewer of both categories.
    Reviewer,
    /// A member of the panel who is neither its chair nor its scribe.
    Member,
    /// An officer.
    Office,
    /// An officer who has an interest in the nomination of the facts.
    Walled,
}

impl Audience {
    /// Every audience.
    pub(super) const ALL: [Self; 8] = [
        Self::Public,
        Self::Nominee,
        Self::Cast,
        Self::Society,
        Self::Reviewer,
        Self::Member,
        Self::Office,
        Self::Walled,
    ];

    /// At least so many addresses tell it something: a walk on which every door is closed proves nothing.
    pub(super) const fn least(self) -> usize {
        match self {
            Self::Public | Self::Reviewer | Self::Member => 6,
            // As the public, and each link in both languages.
            Self::Nominee => 10,
            Self::Cast | Self::Society => 15,
            Self::Office | Self::Walled => 50,
        }
    }

    /// Somebody of it.
    pub(super) async fn comes(self, app: &TestApp, scene: &Scene) -> Visitor {
        let username = match self {
            Self::Public => return app.anyone(),
            Self::Nominee => return nominee(app, scene).await,
            Self::Walled => return walled(app, scene).await,
            Self::Cast => "cast",
            Self::Society => "head",
            Self::Reviewer => "reviewer",
            Self::Member => "member",
            Self::Office => "office",
        };
        let visitor = app.anyone();
        let body = json!({ "username": username, "password": PASSWORD });
        assert_eq!(visitor.post("/session", &body).await.status, 200, "{username}");
        visitor
    }

    /// An officer who comes beside a nominee, and is to see what is hidden from him.
    pub(super) async fn officer_beside(self, app: &TestApp, scene: &Scene) -> Option<Visitor> {
        match self {
            Self::Nominee => Some(Self::Office.comes(app, scene).await),
            _ => None,
        }
    }

    /// The addresses that it has beside those of everybody.
    pub(super) fn own_addresses(self, scene: &Scene) -> Vec<String> {
        match self {
            Self::Nominee => {
                let said = |link: &String| ["zh", "en"].map(|lang| format!("{link}?lang={lang}"));
                scene.links.iter().flat_map(said).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Somebody who holds links, which open.
async fn nominee(app: &TestApp, scene: &Scene) -> Visitor {
    let visitor = app.anyone();
    assert_eq!(scene.links.len(), 2);
    for link in &scene.links {
        let page = Answer::of(visitor.bare(Method::GET, link)).await;
        assert_eq!(page.status, 200, "{}", page.text);
    }
    visitor
}

/// An officer who declared an interest.
async fn walled(app: &TestApp, scene: &Scene) -> Visitor {
    let officer = app.sign_in(Role::AwardOffice).await;
    let body = json!({
        "round": EARLIER_ROUND, "kind": "kin", "nomination_id": scene.sheet.1,
        "text": "完成人是近亲属",
    });
    let made = officer.create("/my-declarations", "key-of-a-wall", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    officer
}
