//! In which language does a person read? Chinese first, English complete.

use serde::{Deserialize, Serialize};

/// A language that Laurel speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The reader's language by an `Accept-Language` header (RFC 9110 §12.5.4); Chinese unless
    /// English is asked for first.
    pub fn from_accept_language(header: &str) -> Self {
        let weight = |part: &str| -> f32 {
            part.split_once(";q=").and_then(|(_, q)| q.trim().parse().ok()).unwrap_or(1.0)
        };
        let best = |prefix: &str| {
            header
                .split(',')
                .filter(|part| part.trim().to_ascii_lowercase().starts_with(prefix))
                .map(weight)
                .fold(0.0, f32::max)
        };
        if best("en") > best("zh") { Self::English } else { Self::Chinese }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text for one reader.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl std::fmt::Display for Bilingual {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} / {}", self.zh, self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_language_wins_and_chinese_is_the_default() {
        for (header, language) in [
            ("", Language::Chinese),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("en-GB,en;q=0.9", Language::English),
            ("zh;q=0.3, en;q=0.7", Language::English),
            ("fr", Language::Chinese),
        ] {
            assert_eq!(Language::from_accept_language(header), language, "{header}");
        }
    }
}
