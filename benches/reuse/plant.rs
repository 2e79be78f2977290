//! How does somebody write an old text anew? Another title always; words swapped, sentences left out and moved, and
//! words of the other language put in.

use rand::{Rng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;

use crate::corpus::Said;

/// What is done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edit {
    /// Words swapped for others of the same sense.
    Words,
    /// A fifth of the sentences left out, the rest moved, words swapped.
    DropFifth,
    /// Two fifths left out, the rest moved.
    DropTwoFifths,
    /// Terms in the other language, and a sentence of it.
    Mixed,
    /// Two fifths left out, the rest moved, words swapped, terms in the other language.
    All,
}

impl Edit {
    pub(crate) const ALL: [Self; 5] =
        [Self::Words, Self::DropFifth, Self::DropTwoFifths, Self::Mixed, Self::All];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Words => "words swapped",
            Self::DropFifth => "20 % of sentences left out, moved, words swapped",
            Self::DropTwoFifths => "40 % of sentences left out, moved",
            Self::Mixed => "terms in the other language, a foreign sentence",
            Self::All => "40 % left out, moved, swapped, mixed",
        }
    }
}

/// Words of the same sense, both ways.
const SAME: [(&str, &str); 44] = [
    ("研究", "探究"),
    ("方法", "办法"),
    ("提出", "给出"),
    ("结果", "成果"),
    ("表明", "显示"),
    ("分析", "剖析"),
    ("重要", "关键"),
    ("影响", "作用"),
    ("提高", "提升"),
    ("建立", "构建"),
    ("实现", "达成"),
    ("利用", "运用"),
    ("采用", "使用"),
    ("发现", "揭示"),
    ("显著", "明显"),
    ("不同", "各异"),
    ("进行", "开展"),
    ("基于", "依据"),
    ("问题", "难题"),
    ("特征", "特点"),
    ("过程", "历程"),
    ("变化", "变动"),
    ("条件", "情形"),
    ("有效", "高效"),
    ("目前", "当前"),
    ("主要", "核心"),
    ("通过", "经由"),
    ("降低", "减少"),
    ("增加", "增多"),
    ("以及", "和"),
    ("method", "approach"),
    ("propose", "present"),
    ("results", "outcomes"),
    ("show", "demonstrate"),
    ("important", "essential"),
    ("improve", "enhance"),
    ("performance", "effectiveness"),
    ("problem", "task"),
    ("novel", "new"),
    ("existing", "previous"),
    ("achieve", "attain"),
    ("different", "various"),
    ("however", "nevertheless"),
    ("significant", "notable"),
];

/// Terms in both languages.
const TERMS: [(&str, &str); 24] = [
    ("模型", "model"),
    ("算法", "algorithm"),
    ("数据", "data"),
    ("系统", "system"),
    ("网络", "network"),
    ("结构", "structure"),
    ("技术", "technology"),
    ("理论", "theory"),
    ("实验", "experiment"),
    ("细胞", "cell"),
    ("基因", "gene"),
    ("温度", "temperature"),
    ("材料", "material"),
    ("信息", "information"),
    ("环境", "environment"),
    ("土壤", "soil"),
    ("图像", "image"),
    ("学习", "learning"),
    ("知识", "knowledge"),
    ("质量", "quality"),
    ("效率", "efficiency"),
    ("机制", "mechanism"),
    ("控制", "control"),
    ("性能", "performance"),
];

/// Words that are put for others that have no pair above: a writer's own.
const OWN: [&str; 12] = [
    "相应",
    "总体",
    "具体",
    "典型",
    "上述",
    "若干",
    "全面",
    "持续",
    "稳定",
    "合理",
    "深入",
    "系统性",
];

/// The sentences of a text, or its clauses where it has few sentences.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let by = |marks: &'static [char]| -> Vec<&str> {
        let parts = text.split_inclusive(marks);
        parts.filter(|part| part.chars().count() > 3).collect()
    };
    let whole = by(&['。', '；', '.', '!', '?', ';', '！', '？']);
    if whole.len() >= 5 {
        return whole;
    }
    by(&['。', '；', '.', '!', '?', ';', '！', '？', '，', ','])
}

fn left_out(text: &str, percent: usize, chance: &mut ChaCha8Rng) -> String {
    let all = sentences(text);
    let out = (all.len() * percent + 50) / 100;
    let mut kept: Vec<usize> = (0..all.len()).collect();
    kept.shuffle(chance);
    kept.truncate(all.len() - out.min(all.len().saturating_sub(1)));
    // Moved, not only left out: one in three changes its place.
    kept.sort_unstable();
    for _ in 0..kept.len() / 3 {
        let (one, other) = (chance.random_range(0..kept.len()), chance.random_range(0..kept.len()));
        kept.swap(one, other);
    }
    kept.into_iter().map(|at| all[at]).collect()
}

fn swapped(text: &str, chance: &mut ChaCha8Rng) -> String {
    let mut text = text.to_owned();
    for (one, other) in SAME {
        if chance.random_bool(0.8) {
            text = text.replace(one, other);
        }
    }
    // Of the other words one in twenty-five gives way to a word of the writer's own.
    let is_han = |one: char| matches!(one, '\u{4e00}'..='\u{9fff}');
    let mut written = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(one) = characters.next() {
        let is_word = is_han(one) && characters.peek().is_some_and(|next| is_han(*next));
        if is_word && chance.random_bool(0.02) {
            characters.next();
            written.push_str(OWN[chance.random_range(0..OWN.len())]);
        } else {
            written.push(one);
        }
    }
    written
}

fn mixed(text: &str, foreign: &Said, chance: &mut ChaCha8Rng) -> String {
    let mut text = text.to_owned();
    for (zh, en) in TERMS {
        if chance.random_bool(0.8) {
            let is_chinese = text.contains(zh);
            text = if is_chinese {
                text.replace(zh, &format!(" {en} "))
            } else {
                text.replace(en, zh)
            };
        }
    }
    let all = sentences(&foreign.text);
    format!("{text}{}", all.first().unwrap_or(&""))
}

/// `said` written anew.
pub(crate) fn edited(said: &Said, edit: Edit, foreign: &Said, chance: &mut ChaCha8Rng) -> Said {
    let text = &said.text;
    let text = match edit {
        Edit::Words => swapped(text, chance),
        Edit::DropFifth => swapped(&left_out(text, 20, chance), chance),
        Edit::DropTwoFifths => left_out(text, 40, chance),
        Edit::Mixed => mixed(text, foreign, chance),
        Edit::All => mixed(&swapped(&left_out(text, 40, chance), chance), foreign, chance),
    };
    // The first half of the title under other words.
    let half: String = said.title.chars().take(said.title.chars().count() / 2).collect();
    Said { title: format!("面向新需求的{half}创新及其产业化"), text }
}
