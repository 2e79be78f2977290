//! What is wrong with the text of a policy, and where?

use crate::shared::Bilingual;

/// Why a policy cannot be used: the place, and what is wrong, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Line of the text from 1, where it is known.
    pub line: Option<usize>,
    /// The key, such as `expand.points`, where it is known.
    pub key: Option<String>,
    /// What is wrong.
    pub text: Bilingual,
}

impl PolicyError {
    /// What the reader of TOML complains of.
    pub(super) fn of_text(error: &toml::de::Error, text: &str) -> Self {
        let line = error
            .span()
            .map(|span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
        let message = error.message();
        Self { line, key: None, text: translated(message) }
    }

    /// A value of a key that is not allowed.
    pub(super) fn of_key(
        key: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { line: None, key: Some(key.into()), text: Bilingual::new(zh, en) }
    }
}

/// The reader's own words are English; what it finds most often is said in Chinese too. A message
/// that is in both languages already is parted again.
fn translated(message: &str) -> Bilingual {
    if let Some((zh, en)) = message.split_once(" / ") {
        return Bilingual::new(zh, en);
    }
    let named = message.split('`').nth(1).unwrap_or_default();
    let zh = if message.starts_with("unknown field") {
        let allowed: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        format!("未知的键 {named}，允许：{}", allowed.join("、"))
    } else if message.starts_with("missing field") {
        format!("缺少键 {named}")
    } else if message.starts_with("unknown variant") {
        let allowed: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        format!("未知的取值 {named}，允许：{}", allowed.join("、"))
    } else if message.starts_with("invalid type") || message.starts_with("invalid value") {
        format!("取值类型不符（{message}）")
    } else {
        format!("不是有效的 TOML（{message}）")
    };
    Bilingual::new(zh, message)
}

impl std::error::Error for PolicyError {}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Bilingual { zh, en } = &self.text;
        match (self.line, &self.key) {
            (Some(line), _) => {
                write!(formatter, "名额政策第 {line} 行：{zh} / line {line} of the policy: {en}")
            }
            (None, Some(key)) => {
                write!(formatter, "名额政策 {key}：{zh} / {key} of the policy: {en}")
            }
            (None, None) => write!(formatter, "名额政策：{zh} / policy: {en}"),
        }
    }
}
