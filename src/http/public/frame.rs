//! What is every public page framed by? Language, style, and a policy that lets nothing run.

use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse as _, Response},
};
use chrono::{DateTime, FixedOffset, Utc};
use serde::Deserialize;

use crate::{
    shared::{Language, random_token},
    web::{ApiError, language},
};

/// In which language a page is asked for.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PageQuery {
    /// `zh` or `en`; the browser's language unless given.
    pub(super) lang: Option<String>,
}

/// What the layout needs of every page.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) language: Language,
    pub(super) nonce: String,
    pub(super) path: String,
    /// The language was chosen, and goes along with every link.
    is_chosen: bool,
}

impl Frame {
    pub(super) fn of(query: &PageQuery, headers: &HeaderMap, path: String) -> Self {
        let chosen = match query.lang.as_deref() {
            Some("en") => Some(Language::English),
            Some("zh" | "zh-CN") => Some(Language::Chinese),
            _ => None,
        };
        Self {
            language: chosen.unwrap_or_else(|| language(headers)),
            nonce: random_token(16),
            path,
            is_chosen: chosen.is_some(),
        }
    }

    /// The one of two texts that the reader reads.
    pub(super) fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    pub(super) fn lang(&self) -> &'static str {
        match self.language {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    pub(super) fn other_lang(&self) -> &'static str {
        match self.language {
            Language::Chinese => "en",
            Language::English => "zh",
        }
    }

    /// What a link carries so that the chosen language stays.
    pub(super) fn query(&self) -> &'static str {
        match (self.is_chosen, self.language) {
            (false, _) => "",
            (true, Language::Chinese) => "?lang=zh",
            (true, Language::English) => "?lang=en",
        }
    }

    /// The same with one parameter more.
    pub(super) fn query_with(&self, name: &str, value: u32) -> String {
        match self.query() {
            "" => format!("?{name}={value}"),
            query => format!("{query}&{name}={value}"),
        }
    }

    /// The day in Beijing.
    #[expect(clippy::unused_self, reason = "templates reach for it through the frame")]
    pub(super) fn day(&self, at: &DateTime<Utc>) -> String {
        in_beijing(at).format("%Y-%m-%d").to_string()
    }

    /// The minute in Beijing.
    #[expect(clippy::unused_self, reason = "templates reach for it through the frame")]
    pub(super) fn time(&self, at: &DateTime<Utc>) -> String {
        in_beijing(at).format("%Y-%m-%d %H:%M").to_string()
    }
}

fn in_beijing(at: &DateTime<Utc>) -> DateTime<FixedOffset> {
    const EAST: i32 = 8 * 3600;
    FixedOffset::east_opt(EAST).map_or_else(|| at.fixed_offset(), |zone| at.with_timezone(&zone))
}

/// The page with a policy under which nothing runs and only its own style applies.
pub(super) fn page(nonce: &str, template: &impl Template) -> Result<Response, ApiError> {
    framed(nonce, template, "'none'")
}

/// The same with a form that is sent to us.
pub(super) fn form_page(nonce: &str, template: &impl Template) -> Result<Response, ApiError> {
    framed(nonce, template, "'self'")
}

fn framed(nonce: &str, template: &impl Template, forms: &str) -> Result<Response, ApiError> {
    let html = template.render().map_err(|error| ApiError::internal(&error))?;
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; frame-ancestors 'none'; base-uri 'none'; \
         form-action {forms}"
    );
    let policy = HeaderValue::from_str(&policy).map_err(|error| ApiError::internal(&error))?;
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}
