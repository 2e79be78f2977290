//! Which legal person does a unit's name as written mean? 清华大学计算机系 is 清华大学; 北京大学
//! 第三医院 is not 北京大学 but below it; 南京理工大学 has nothing to do with 南京大学.
//!
//! A name is folded (full width, brackets, traditional characters), brought to current names, then
//! cut where the legal person ends. The rules know universities, academies with institutes,
//! ministries, companies and hospitals; what they cannot know, the `units` file tells.

use unicode_normalization::UnicodeNormalization;

use super::lexicon::UnitLexicon;
use super::numerals::arabic_ordinals;

/// A unit's name, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitName {
    /// Normalised name of the legal person: equal for two spellings of one body.
    pub legal: String,
    /// Normalised name of the body directly above, where the name itself shows it.
    pub parent: Option<String>,
    /// What follows the legal person's name, such as a department; none when nothing does.
    pub department: Option<String>,
    /// Normalised legal names under which the body also goes, from brackets.
    pub aliases: Vec<String>,
}

/// Reads unit names by a lexicon.
#[derive(Clone, Debug)]
pub struct UnitNamer {
    lexicon: UnitLexicon,
}

/// The cut of a name into legal person, body above and department.
#[derive(Default)]
struct Cut {
    legal: String,
    parent: Option<String>,
    department: String,
}

impl Cut {
    fn whole(name: &str) -> Self {
        Self::below(name, None)
    }

    fn below(name: &str, parent: Option<&str>) -> Self {
        Self {
            legal: name.to_owned(),
            parent: parent.map(str::to_owned),
            department: String::new(),
        }
    }

    fn with_department(mut self, department: &str) -> Self {
        department.clone_into(&mut self.department);
        self
    }
}

impl UnitNamer {
    /// A namer with the built-in lists.
    pub fn standard() -> Self {
        Self { lexicon: UnitLexicon::standard() }
    }

    /// The lists in use.
    pub fn lexicon(&self) -> &UnitLexicon {
        &self.lexicon
    }

    /// The name without differences that mean nothing (width, case, spaces, traditional characters,
    /// renamed ministries, province ranks, numerals); brackets stay.
    pub fn fold(&self, raw: &str) -> String {
        let plain: String = raw
            .nfkc()
            .flat_map(char::to_lowercase)
            .filter_map(|letter| match letter {
                '【' | '[' | '〔' | '{' => Some('('),
                '】' | ']' | '〕' | '}' => Some(')'),
                '•' | '・' | '‧' | '∙' => Some('·'),
                letter if letter.is_alphanumeric() || "()·、,;&".contains(letter) => Some(letter),
                _ => None,
            })
            .collect();
        self.current(&arabic_ordinals(&fast2s::convert(&plain)))
    }

    /// Reads a name; none where the text names no unit.
    pub fn read(&self, raw: &str) -> Option<UnitName> {
        let folded = self.fold(raw);
        let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
        if bare.is_empty() || self.lexicon.no_unit.iter().any(|word| word == bare) {
            return None;
        }
        let (main, bracketed) = self.take_brackets(&folded);
        let mut bodies = main.split('·').filter(|body| body.contains(char::is_alphanumeric));
        let mut cut = self.settled(bodies.next().unwrap_or(bare));
        if cut.legal.is_empty() {
            bare.clone_into(&mut cut.legal);
        }
        let others: Vec<Cut> = bodies
            .map(str::to_owned)
            .chain(bracketed.iter().flat_map(|text| self.other_names(text)))
            .map(|name| self.settled(&name))
            .filter(|other| !other.legal.is_empty())
            .collect();
        // 武汉大学口腔医学院（武汉大学口腔医院）: one of the two names is that of a body below the
        // university, so neither means the whole university.
        let below = others
            .iter()
            .find(|other| !cut.department.is_empty() && other.parent.as_ref() == Some(&cut.legal));
        if let Some(below) = below {
            cut = Cut {
                legal: below.legal.clone(),
                parent: below.parent.clone(),
                department: String::new(),
            };
        }
        let mut aliases: Vec<String> = Vec::new();
        for other in others {
            let news = other.legal != cut.legal && Some(&other.legal) != cut.parent.as_ref();
            if news && !aliases.contains(&other.legal) {
                aliases.push(other.legal);
            }
        }
        Some(UnitName {
            parent: cut.parent.filter(|parent| *parent != cut.legal),
            department: Some(cut.department).filter(|part| !part.is_empty()),
            legal: cut.legal,
            aliases,
        })
    }

    /// Cuts until the legal name stands, so that reading a legal name gives the same name again.
    fn settled(&self, name: &str) -> Cut {
        let mut cut = self.cut(&self.current(&without_separators(name)));
        for _ in 0..3 {
            let again = self.cut(&self.current(&cut.legal));
            if again.legal == cut.legal {
                break;
            }
            cut = Cut {
                parent: again.parent.or(cut.parent),
                department: format!("{}{}", again.department, cut.department),
                legal: again.legal,
            };
        }
        cut
    }

    /// Brings renamed bodies and short forms to their present names.
    fn current(&self, name: &str) -> String {
        let mut name = name.to_owned();
        if let Some((_, full)) = self.lexicon.short_forms.iter().find(|(short, _)| *short == name) {
            name.clone_from(full);
        }
        for (old, new) in &self.lexicon.replacements {
            // Where the new name contains the old one, what is already new stays.
            let already = new.contains(old.as_str()) && name.contains(new.as_str());
            if !already && name.contains(old.as_str()) {
                name = name.replace(old.as_str(), new);
            }
        }
        let led = self.lexicon.leading.iter().find_map(|(long, short)| {
            let rest = name.strip_prefix(long.as_str())?;
            (rest.chars().count() > 1).then(|| format!("{short}{rest}"))
        });
        led.unwrap_or(name)
    }

    /// Takes brackets out: what belongs to the name stays in it (without brackets, or with them
    /// for the place of a university), what is another name or an explanation is returned.
    fn take_brackets(&self, folded: &str) -> (String, Vec<String>) {
        let mut main = String::new();
        let mut inside = String::new();
        let mut apart = Vec::new();
        let mut depth = 0_u32;
        // Brackets that stay open end with the name.
        let ends = std::iter::repeat_n(')', folded.matches('(').count());
        for letter in folded.chars().chain(ends) {
            match letter {
                '(' if depth == 0 => depth = 1,
                '(' => {
                    depth += 1;
                    inside.push('、');
                }
                ')' if depth > 1 => {
                    depth -= 1;
                    inside.push('、');
                }
                ')' if depth == 1 => {
                    depth = 0;
                    let text = std::mem::take(&mut inside);
                    let at_university = main.ends_with("大学");
                    if at_university && is_place(&text) {
                        main = format!("{main}({text})");
                    } else if at_university || self.is_other_name(&text) {
                        apart.push(text);
                    } else {
                        main.push_str(&text);
                    }
                }
                ')' => {}
                letter if depth > 0 => inside.push(letter),
                letter => main.push(letter),
            }
        }
        if main.is_empty() && !apart.is_empty() {
            main = apart.remove(0);
        }
        (main, apart)
    }

    fn is_other_name(&self, text: &str) -> bool {
        let latin = text.is_ascii() && text.len() > 3;
        latin || text.split(['、', ',', ';']).any(|part| self.is_organisation(part))
    }

    fn is_organisation(&self, text: &str) -> bool {
        text.chars().count() > 3
            && text != "有限公司"
            && text != "有限责任公司"
            && self
                .lexicon
                .organisation_endings
                .iter()
                .any(|ending| text.ends_with(ending.as_str()))
    }

    fn other_names(&self, text: &str) -> Vec<String> {
        text.split(['、', ',', ';', '·'])
            .map(|part| {
                let part = part.trim_start_matches(['原', '现']);
                part.strip_prefix("曾用名").unwrap_or(part)
            })
            .filter(|part| self.is_organisation(part) || part.is_ascii() && part.len() > 3)
            .map(str::to_owned)
            .collect()
    }

    fn cut(&self, name: &str) -> Cut {
        self.cut_college(name)
            .or_else(|| self.cut_company(name))
            .or_else(|| self.cut_school_or_academy(name))
            .or_else(|| self.cut_ministry(name))
            .or_else(|| cut_institute(name))
            .unwrap_or_else(|| Cut::whole(name))
    }

    /// Independent colleges and separate campuses, before the university's own rule takes them.
    fn cut_college(&self, name: &str) -> Option<Cut> {
        let known = self
            .lexicon
            .independent_colleges
            .iter()
            .chain(&self.lexicon.separate_campuses)
            .filter(|known| name.starts_with(known.as_str()))
            .max_by_key(|known| known.len())?;
        let department = name.strip_prefix(known.as_str())?;
        let (parent, _) = after_first(known, "大学").or_else(|| after_first(known, "学院"))?;
        Some(Cut::below(known, Some(parent)).with_department(department))
    }

    /// `X有限责任公司` = `X有限公司` = `X公司`; the group and the joint-stock company of that name
    /// are other legal persons; a branch (分公司) is none; an institute of a group is one.
    fn cut_company(&self, name: &str) -> Option<Cut> {
        let Some((head, rest)) = after_first(name, "公司") else {
            return cut_group(name);
        };
        let (core, form) = company_form(head);
        if rest.is_empty() {
            let owner = after_first(&core, "大学").map(|(university, _)| university.to_owned());
            // 转制院所: an institute that became a company keeps its name.
            let institute =
                ["研究院", "研究所", "设计院", "医院"].iter().any(|ending| core.ends_with(ending));
            if institute && form == "公司" && owner.is_none() {
                return self.cut_school_or_academy(&core).or(Some(Cut::whole(&core)));
            }
            let group = (form != "集团公司").then(|| format!("{core}集团公司"));
            return Some(Cut::below(&format!("{core}{form}"), owner.or(group).as_deref()));
        }
        let head = format!("{core}{form}");
        let separate_company = rest.ends_with("公司") && !rest.ends_with("分公司");
        if separate_company {
            let (own, own_form) = company_form(rest);
            return Some(Cut::below(&format!("{own}{own_form}"), Some(&head)));
        }
        if form == "集团公司" && (rest.ends_with("研究所") || rest.ends_with("研究院")) {
            return Some(Cut::below(&format!("{core}集团{rest}"), Some(&head)));
        }
        Some(Cut::whole(&head).with_department(rest))
    }

    /// Universities, colleges and academies: whichever of these words comes first decides.
    fn cut_school_or_academy(&self, name: &str) -> Option<Cut> {
        let university = name.find("大学");
        let academy = ["科学院", "科学研究院"]
            .iter()
            .filter_map(|word| name.find(word).map(|at| (at, at + word.len())))
            .min();
        if let Some((at, end)) = academy
            && university.is_none_or(|university| at < university && end != university)
        {
            let (head, rest) = name.split_at(end);
            return Some(self.cut_academy(name, head, rest));
        }
        let word = if university.is_some() { "大学" } else { "学院" };
        let (head, rest) = after_first(name, word)?;
        if head.chars().count() < 4 {
            return None;
        }
        let (campus, rest) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            Some((place, rest)) => (place, rest),
            None => ("", rest),
        };
        if let Some(hospital) = affiliated_body(rest) {
            return Some(Cut {
                legal: format!("{head}{}", hospital.0),
                parent: Some(head.to_owned()),
                department: hospital.1,
            });
        }
        // 中国科学院大学 stands below 中国科学院 and is not it.
        let above = head.strip_suffix("大学").filter(|above| above.ends_with("科学院"));
        Some(Cut::below(head, above).with_department(&format!("{campus}{rest}")))
    }

    /// Institutes of an academy are legal persons below it; what follows them is a department.
    fn cut_academy(&self, name: &str, head: &str, rest: &str) -> Cut {
        if rest.is_empty() {
            return Cut::whole(head);
        }
        let end = self
            .lexicon
            .institute_endings
            .iter()
            .filter_map(|ending| rest.find(ending.as_str()).map(|at| at + ending.len()))
            .min();
        match end.map(|end| rest.split_at(end)) {
            Some((institute, department)) => {
                Cut::below(&format!("{head}{institute}"), Some(head)).with_department(department)
            }
            None => Cut::below(name, Some(head)),
        }
    }

    fn cut_ministry(&self, name: &str) -> Option<Cut> {
        let (ministry, rest) = self
            .lexicon
            .ministries
            .iter()
            .find_map(|ministry| Some((ministry, name.strip_prefix(ministry.as_str())?)))?;
        // An institute is a legal person; a laboratory or centre of a ministry stands at some other
        // body; only offices are the ministry itself.
        let is_office = ["司", "厅", "处", "室"].iter().any(|end| rest.ends_with(end))
            && !rest.ends_with("实验室");
        Some(if rest.is_empty() || is_office {
            Cut::whole(ministry).with_department(rest)
        } else {
            Cut::below(name, Some(ministry))
        })
    }
}

/// A group written without 公司, and its institutes.
fn cut_group(name: &str) -> Option<Cut> {
    let (head, rest) = after_first(name, "集团")?;
    if rest.is_empty() {
        return Some(Cut::whole(&format!("{head}公司")));
    }
    (rest.ends_with("研究所") || rest.ends_with("研究院"))
        .then(|| Cut::below(name, Some(&format!("{head}公司"))))
}

/// Institutes and hospitals by themselves: what follows is a department.
fn cut_institute(name: &str) -> Option<Cut> {
    let (head, rest) = ["研究所", "研究院", "医院"]
        .iter()
        .filter_map(|word| after_first(name, word))
        .min_by_key(|(head, _)| head.len())?;
    let laboratory =
        ["实验室", "室", "科", "系", "部", "处"].iter().any(|ending| rest.ends_with(ending));
    (head.chars().count() > 3 && laboratory).then(|| Cut::whole(head).with_department(rest))
}

/// The hospital (or other affiliated body) of a university and what follows it: 附属第二医院 =
/// 第二附属医院 = 医学院附属第二医院 = 第二医院.
fn affiliated_body(rest: &str) -> Option<(String, String)> {
    let after_school = rest.split_once("附属").map_or(rest, |(before, after)| match before {
        "" => after,
        before if before.ends_with("学院") || before.ends_with("医学部") => after,
        _ => rest,
    });
    let plain = after_school.replacen("附属", "", 1);
    if let Some((hospital, department)) = after_first(&plain, "医院") {
        let own = hospital.split_once("医学院").map_or(hospital, |(before, after)| {
            if before.chars().count() < 3 && after.starts_with('第') { after } else { hospital }
        });
        return Some((own.to_owned(), department.to_owned()));
    }
    let medical_centre =
        ["肿瘤防治中心", "眼科中心", "医学中心"].iter().any(|ending| plain.ends_with(ending));
    (medical_centre || rest.contains("附属")).then(|| (plain, String::new()))
}

/// Splits a company's name into its core and its form: `公司`, `股份公司` or `集团公司`.
fn company_form(name: &str) -> (String, &'static str) {
    let mut core = name.strip_suffix("公司").unwrap_or(name);
    let mut form = "公司";
    loop {
        let cut =
            ["有限责任", "有限", "总", "控股"].iter().find_map(|word| core.strip_suffix(word));
        if let Some(shorter) = cut {
            core = shorter;
        } else if let Some(shorter) = core.strip_suffix("股份") {
            form = "股份公司";
            core = shorter;
        } else if let Some(shorter) = core.strip_suffix("集团") {
            if form == "公司" {
                form = "集团公司";
            }
            core = shorter;
        } else {
            break;
        }
    }
    if core.is_empty() {
        return (name.strip_suffix("公司").unwrap_or(name).to_owned(), "公司");
    }
    (core.to_owned(), form)
}

/// Whether words in brackets after a university may name a campus.
fn is_place(text: &str) -> bool {
    let is_body = ["公司", "大学", "学院", "集团", "医院", "研究", "科学院"]
        .iter()
        .any(|word| text.contains(word));
    !is_body && text.chars().all(is_han) && (1..7).contains(&text.chars().count())
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn after_first<'text>(text: &'text str, word: &str) -> Option<(&'text str, &'text str)> {
    text.find(word).map(|at| text.split_at(at + word.len()))
}

fn without_separators(name: &str) -> String {
    name.replace(['、', ',', ';', '·'], "")
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
