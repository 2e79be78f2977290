//! How is a Chinese name or text written in pinyin, for search by sound and for matching names?
//!
//! Syllables come from the `pinyin` crate. Two things it cannot know are added here: a surname is
//! read in its surname reading (单 Shàn, 仇 Qiú, 万俟 Mòqí), and a few characters of given names
//! have two living readings, both of which are offered.

use pinyin::ToPinyin;

/// Surnames whose reading as a surname differs from the common reading of the character, or where
/// two readings are alive as surnames: the surname reading first.
const SURNAME_READINGS: &str = "\
    万俟=mo+qi 乐正=yue+zheng 仲长=zhong+chang 单于=chan+yu 尉迟=yu+chi 澹台=tan+tai 长孙=zhang+sun \
    乐=yue/le 乜=nie 仇=qiu 任=ren 冼=xian 区=ou 华=hua 单=shan 卜=bu 召=shao 句=gou 员=yun/yuan \
    呙=guo 哈=ha 查=zha 尉=wei/yu 宓=mi/fu 宿=su 应=ying 折=she/zhe 撒=sa 曾=zeng 朴=piao/pu \
    柏=bai/bo 洗=xian 燕=yan 牟=mou/mu 相=xiang 盖=ge/gai 盛=sheng 石=shi 祭=zhai/ji 种=chong \
    秘=bi/mi 粘=nian 繁=po/fan 纪=ji 缪=miao 翟=zhai/di 臧=zang 葛=ge 薄=bo 褚=chu 覃=qin/tan \
    解=xie 谌=chen/shen 贾=jia 车=che 过=guo 逄=pang 那=na 郇=xun/huan 郗=xi/chi 都=du 长=chang \
    阚=kan 隗=wei/kui 黑=he/hei";

/// Surnames of two characters (without those of [`SURNAME_READINGS`]).
const COMPOUND_SURNAMES: &str = "\
    欧阳 上官 皇甫 令狐 司徒 诸葛 司马 宇文 呼延 鲜于 公玉 南荣 赫连 东方 慕容 宗政 濮阳 \
    夏侯 段干 闻人 公孙 谷梁 申屠 亓官 端木 公祖 南宫 巫马 公伯 公西 南门 公仲 轩辕 钟离 \
    梁丘 第五 公良 司空 仲孙 东里 褚师 公山 左丘 西门 公羊 公冶 漆雕 东郭 司寇 达奚 公仪 \
    颛孙 闾丘 太史 淳于 独孤 拓跋 完颜 百里";

/// Characters of given names with two living readings: both are offered.
const GIVEN_NAME_READINGS: &str = "\
    乐=le/yue 长=chang/zhang 重=chong/zhong 行=xing/hang 朝=chao/zhao 晟=sheng/cheng \
    盛=sheng/cheng 茜=qian/xi 莎=sha/suo 柏=bai/bo 传=chuan/zhuan 曾=zeng/ceng 单=dan/shan \
    藏=cang/zang 弹=tan/dan 调=tiao/diao 参=can/shen 着=zhuo/zhe";

/// The most romanizations that one name yields; beyond it further readings are left out.
const MOST_ROMANIZATIONS: usize = 24;

/// The pinyin of a name or text: lower-case, without tones, `ü` written `v`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PinyinForms {
    /// All syllables without a space, as in `ouyangxiu`.
    pub joined: String,
    /// Syllables with a space between, as in `ou yang xiu`.
    pub spaced: String,
    /// First letters, as in `oyx`.
    pub initials: String,
}

/// The pinyin of running text, every character in its common reading; runs of Latin letters and
/// digits stand as one syllable, all else is left out.
pub fn text_pinyin(text: &str) -> PinyinForms {
    forms(&syllables(&simplified(text)))
}

/// The pinyin of a person's name, the surname in its surname reading.
pub fn name_pinyin(name: &str) -> PinyinForms {
    let name = simplified(name);
    let (surname, given) = split_name(&name);
    let mut all = surname_syllables(surname);
    all.extend(syllables(given));
    forms(&all)
}

/// The first letters of a name's syllables in written order: 欧阳修 gives `oyx`.
pub fn initials(name: &str) -> String {
    name_pinyin(name).initials
}

/// Every spelling in Latin letters by which a name may be met: lower-case ASCII without spaces,
/// family name first and given name first, with the other spellings of `ü` (`v`, `yu`, `u`) and
/// of characters with two readings. A name already in Latin letters gives itself in both orders.
/// The most likely spelling stands first; no spelling twice; empty for a name without letters.
pub fn name_romanizations(name: &str) -> Vec<String> {
    let name = simplified(name);
    if !name.chars().any(is_han) {
        return latin_orders(&name);
    }
    let (surname, given) = split_name(&name);
    let families = surname_variants(surname);
    let givens = given_variants(given);
    let mut spellings = Vec::new();
    for given_first in [false, true] {
        for given in &givens {
            for family in &families {
                let spelling = if given_first {
                    format!("{given}{family}")
                } else {
                    format!("{family}{given}")
                };
                if !spelling.is_empty()
                    && !spellings.contains(&spelling)
                    && spellings.len() < MOST_ROMANIZATIONS
                {
                    spellings.push(spelling);
                }
            }
        }
        // Half of the room is kept for the second order, however many readings there are.
        if !given_first {
            spellings.truncate(MOST_ROMANIZATIONS / 2);
        }
    }
    spellings
}

fn simplified(text: &str) -> String {
    fast2s::convert(text)
}

fn is_han(letter: char) -> bool {
    letter.to_pinyin().is_some()
        || matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Splits a name of Han characters after its surname; a name with a dot (阿卜杜拉·买买提) has none.
fn split_name(name: &str) -> (&str, &str) {
    let name = name.trim();
    let letters = name.chars().count();
    if name.contains(['·', '•', '・', '.']) || letters < 2 || !name.chars().all(is_han) {
        return ("", name);
    }
    let after = |count: usize| name.char_indices().nth(count).map_or(name.len(), |(at, _)| at);
    let (two, rest) = name.split_at(after(2));
    let compound = COMPOUND_SURNAMES.split_whitespace().any(|surname| surname == two)
        || readings_in(SURNAME_READINGS, two).is_some();
    if letters > 2 && compound { (two, rest) } else { name.split_at(after(1)) }
}

/// The readings that a table of `字=reading/reading` words gives, syllables joined by `+`.
fn readings_in(table: &'static str, wanted: &str) -> Option<Vec<&'static str>> {
    table.split_whitespace().find_map(|entry| {
        let (known, readings) = entry.split_once('=')?;
        (known == wanted).then(|| readings.split('/').collect())
    })
}

fn surname_syllables(surname: &str) -> Vec<String> {
    match readings_in(SURNAME_READINGS, surname).as_deref() {
        Some([first, ..]) => first.split('+').map(str::to_owned).collect(),
        _ => syllables(surname),
    }
}

/// The syllable of one character in plain ASCII, `ü` as `v`. 卜 is read as in divination and in
/// names; the crate reads it as in 萝卜.
fn syllable(letter: char) -> Option<String> {
    if letter == '卜' {
        return Some("bu".to_owned());
    }
    letter.to_pinyin().map(|reading| reading.plain().replace('ü', "v"))
}

fn syllables(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut latin = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            latin.push(letter.to_ascii_lowercase());
            continue;
        }
        if !latin.is_empty() {
            all.push(std::mem::take(&mut latin));
        }
        all.extend(syllable(letter));
    }
    if !latin.is_empty() {
        all.push(latin);
    }
    all
}

fn forms(syllables: &[String]) -> PinyinForms {
    PinyinForms {
        joined: syllables.concat(),
        spaced: syllables.join(" "),
        initials: syllables.iter().filter_map(|syllable| syllable.chars().next()).collect(),
    }
}

/// Passport offices write 吕 as `lyu`, many authors as `lu`, keyboards as `lv`.
fn umlaut_spellings(syllable: &str) -> Vec<String> {
    match syllable {
        "lv" | "nv" | "lve" | "nve" => {
            ["v", "yu", "u"].iter().map(|letter| syllable.replace('v', letter)).collect()
        }
        _ => vec![syllable.to_owned()],
    }
}

fn surname_variants(surname: &str) -> Vec<String> {
    match readings_in(SURNAME_READINGS, surname) {
        Some(readings) => readings.iter().map(|reading| reading.replace('+', "")).collect(),
        None => product(syllables(surname).iter().map(|one| umlaut_spellings(one))),
    }
}

fn given_variants(given: &str) -> Vec<String> {
    product(given.chars().filter_map(|letter| {
        let mut buffer = [0; 4];
        match readings_in(GIVEN_NAME_READINGS, letter.encode_utf8(&mut buffer)) {
            Some(readings) => Some(readings.into_iter().map(str::to_owned).collect()),
            None if letter.is_ascii_alphanumeric() => {
                Some(vec![letter.to_ascii_lowercase().to_string()])
            }
            None => syllable(letter).map(|one| umlaut_spellings(&one)),
        }
    }))
}

/// All ways to choose one spelling per syllable, the first choices first, cut at the limit.
fn product(choices: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    choices.fold(vec![String::new()], |begun, spellings| {
        begun
            .iter()
            .flat_map(|start| spellings.iter().map(move |end| format!("{start}{end}")))
            .take(MOST_ROMANIZATIONS)
            .collect()
    })
}

/// `Grace B. Hopper` is met as `gracebhopper`, `hoppergraceb`, and (without initials)
/// `gracehopper`, `hoppergrace`.
fn latin_orders(name: &str) -> Vec<String> {
    let letters = |word: &str| -> String {
        word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',' || c == '·')
        .map(letters)
        .filter(|word| !word.is_empty())
        .collect();
    let full: Vec<String> = words.iter().filter(|word| word.len() > 1).cloned().collect();
    let mut spellings = Vec::new();
    for words in [words, full] {
        let Some((last, before)) = words.split_last() else {
            continue;
        };
        for spelling in [words.concat(), format!("{last}{}", before.concat())] {
            if !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
        // "Hopper, Grace B." and "HOPPER Grace B": the family name stands first.
        if let Some((first, after)) = words.split_first() {
            let spelling = format!("{}{first}", after.concat());
            if !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn surnames_keep_their_own_reading() {
        for (name, joined) in [
            ("单田芳", "shantianfang"),
            ("曾国", "zengguo"),
            ("仇英", "qiuying"),
            ("解珍", "xiezhen"),
            ("朴树", "piaoshu"),
            ("查理", "zhali"),
            ("区大任", "oudaren"),
            ("尉迟恭", "yuchigong"),
            ("万俟卨", "moqixie"),
            ("欧阳修", "ouyangxiu"),
            ("欧阳", "ouyang"),
            ("長孫無忌", "zhangsunwuji"),
            ("翟让", "zhairang"),
            ("吕布", "lvbu"),
        ] {
            assert_eq!(name_pinyin(name).joined, joined, "{name}");
        }
    }

    #[test]
    fn forms_agree_with_each_other() {
        let pinyin = name_pinyin("尉迟恭");
        assert_eq!(pinyin.spaced, "yu chi gong");
        assert_eq!(initials("尉迟恭"), "ycg");
        assert_eq!(initials("欧阳修"), "oyx");
        assert_eq!(text_pinyin("单克隆抗体 PD-1").spaced, "dan ke long kang ti pd 1");
    }

    #[test]
    fn romanizations_have_both_orders_and_all_readings() {
        assert_eq!(name_romanizations("司马光"), ["simaguang", "guangsima"]);
        assert_eq!(name_romanizations("吕布"), ["lvbu", "lyubu", "lubu", "bulv", "bulyu", "bulu"]);
        let both = name_romanizations("朴长乐");
        for spelling in ["piaochangle", "puzhangyue", "changlepiao"] {
            assert!(both.iter().any(|one| one == spelling), "{spelling} of {both:?}");
        }
    }

    #[test]
    fn latin_names_turn_around() {
        let spellings = name_romanizations("Grace B. Hopper");
        assert_eq!(spellings.first().map(String::as_str), Some("gracebhopper"));
        for spelling in ["gracehopper", "hoppergrace", "hoppergraceb"] {
            assert!(spellings.iter().any(|one| one == spelling), "{spelling} of {spellings:?}");
        }
        assert!(name_romanizations("Hopper, Grace").contains(&"gracehopper".to_owned()));
    }

    #[test]
    fn names_of_other_peoples_and_empty_names_are_taken() {
        assert_eq!(name_pinyin("阿卜杜拉·买买提").joined, "abudulamaimaiti");
        assert_eq!(name_romanizations(""), Vec::<String>::new());
        assert_eq!(name_romanizations("·"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn romanizations_are_few_distinct_and_plain(name in "[一-龥A-Za-z ·]{0,9}") {
            let spellings = name_romanizations(&name);
            prop_assert!(spellings.len() <= MOST_ROMANIZATIONS);
            let mut sorted = spellings.clone();
            sorted.sort();
            sorted.dedup();
            prop_assert_eq!(sorted.len(), spellings.len());
            for spelling in &spellings {
                prop_assert!(spelling.chars().all(|c| c.is_ascii_lowercase()));
            }
        }
    }
}
