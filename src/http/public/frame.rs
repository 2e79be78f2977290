//! What is every public page framed by? Language, style, and a policy that lets nothing run.

use std::sync::LazyLock;

use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::{
    shared::{Language, beijing, random_token},
    web::{ApiError, language},
};

/// The style of every page. It stands in the page as it stands in the file, so that its digest in the policy
/// lets it and nothing else apply, in a page that was made once and is sent a thousand times.
pub(in crate::http) const STYLE: &str = include_str!("../../../templates/public/style.css");

static STYLE_SOURCE: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE))));

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
        let (language, is_chosen) = wished(query.lang.as_deref(), headers);
        Self { language, nonce: random_token(16), path, is_chosen }
    }

    /// The frame of a page that many will be sent: nothing in it is of one request.
    pub(super) const fn shared((language, is_chosen): (Language, bool), path: String) -> Self {
        Self { language, nonce: String::new(), path, is_chosen }
    }

    /// The style of every page.
    #[expect(clippy::unused_self, reason = "templates reach for it through the frame")]
    pub(super) const fn style(&self) -> &'static str {
        STYLE
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

    /// An address with parameters, in the chosen language; empty parameters are left out.
    pub(super) fn address(&self, path: &str, parameters: &[(&str, &str)]) -> String {
        let language = match (self.is_chosen, self.language) {
            (false, _) => "",
            (true, Language::Chinese) => "zh",
            (true, Language::English) => "en",
        };
        let all = std::iter::once(("lang", language)).chain(parameters.iter().copied());
        let said: Vec<String> = all
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        if said.is_empty() { path.to_owned() } else { format!("{path}?{}", said.join("&")) }
    }

    /// The chosen language as a form carries it; empty where none was chosen.
    pub(super) const fn chosen(&self) -> &'static str {
        match (self.is_chosen, self.language) {
            (false, _) => "",
            (true, Language::Chinese) => "zh",
            (true, Language::English) => "en",
        }
    }

    /// The second in Beijing.
    #[expect(clippy::unused_self, reason = "templates reach for it through the frame")]
    pub(super) fn second(&self, at: &DateTime<Utc>) -> String {
        beijing(*at)
    }

    /// How long it is until then, in words; to the minute, which is how often it changes.
    pub(super) fn left(&self, span: TimeDelta) -> String {
        let minutes = span.num_minutes().max(0);
        let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let said = match (days, hours, minutes) {
            (0, 0, 0) => return self.say("不足 1 分钟", "less than a minute left").to_owned(),
            (0, 0, _) => (format!("{minutes} 分钟"), counted(minutes, "minute")),
            (0, _, _) => (
                format!("{hours} 小时 {minutes} 分钟"),
                format!("{} {}", counted(hours, "hour"), counted(minutes, "minute")),
            ),
            _ => (
                format!("{days} 天 {hours} 小时"),
                format!("{} {}", counted(days, "day"), counted(hours, "hour")),
            ),
        };
        match self.language {
            Language::Chinese => format!("还剩 {}", said.0),
            Language::English => format!("{} left", said.1),
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

/// The language of a page, and whether it was chosen.
pub(super) fn wished(chosen: Option<&str>, headers: &HeaderMap) -> (Language, bool) {
    match chosen {
        Some("en") => (Language::English, true),
        Some("zh" | "zh-CN") => (Language::Chinese, true),
        _ => (language(headers), false),
    }
}

fn counted(number: i64, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// A value as it stands in an address.
pub(super) fn encoded(text: &str) -> String {
    let plain = |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_' | b'.' | b'~');
    text.bytes()
        .map(|one| if plain(one) { char::from(one).to_string() } else { format!("%{one:02X}") })
        .collect()
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
        "default-src 'none'; style-src 'nonce-{nonce}' {}; frame-ancestors 'none'; base-uri 'none'; \
         form-action {forms}",
        *STYLE_SOURCE
    );
    let policy = HeaderValue::from_str(&policy).map_err(|error| ApiError::internal(&error))?;
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}

/// The policy of a page that many are sent: its style by digest, forms to us alone, nothing else.
pub(in crate::http) fn shared_policy() -> String {
    format!(
        "default-src 'none'; style-src {}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        *STYLE_SOURCE
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_said_to_the_minute() {
        let frame = |language| Frame::shared((language, true), String::new());
        for (seconds, zh, en) in [
            (59, "不足 1 分钟", "less than a minute left"),
            (60, "还剩 1 分钟", "1 minute left"),
            (3_660, "还剩 1 小时 1 分钟", "1 hour 1 minute left"),
            (86_399, "还剩 23 小时 59 分钟", "23 hours 59 minutes left"),
            (2 * 86_400 + 3_600, "还剩 2 天 1 小时", "2 days 1 hour left"),
        ] {
            let span = TimeDelta::seconds(seconds);
            assert_eq!(frame(Language::Chinese).left(span), zh);
            assert_eq!(frame(Language::English).left(span), en);
        }
    }

    #[test]
    fn an_address_carries_the_language_and_what_was_typed() {
        let frame = Frame::shared((Language::English, true), String::new());
        let address = frame.address("/public", &[("q", "界 &\"<"), ("page", "")]);
        assert_eq!(address, "/public?lang=en&q=%E7%95%8C%20%26%22%3C");
        let plain = Frame::shared((Language::English, false), String::new());
        assert_eq!(plain.address("/public", &[]), "/public");
    }
}
