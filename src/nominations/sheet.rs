//! Which columns do the files of nominations, their people and their papers have?

use super::model::{Nomination, Paper, Person, PersonRole};
use crate::exchange::{Cell, Choice, Column, Row, Sheet};

/// The award categories (奖种) by code, with the names that people write.
const CATEGORIES: [Choice<&str>; 5] = [
    category("TOP", &["国家最高科学技术奖", "最高科学技术奖", "最高奖"]),
    category("NAT", &["国家自然科学奖", "自然科学奖", "自然奖"]),
    category("INV", &["国家技术发明奖", "技术发明奖", "发明奖"]),
    category(
        "PRO",
        &["国家科学技术进步奖", "科学技术进步奖", "国家科技进步奖", "科技进步奖", "进步奖"],
    ),
    category(
        "INT",
        &[
            "中华人民共和国国际科学技术合作奖",
            "国家国际科学技术合作奖",
            "国际科学技术合作奖",
            "国际科技合作奖",
            "国际合作奖",
        ],
    ),
];

/// The grades (等级) that a nomination may ask for.
const GRADES: [Choice<&str>; 3] = [
    category("special", &["特等奖", "特等"]),
    category("first", &["一等奖", "一等", "1"]),
    category("second", &["二等奖", "二等", "2"]),
];

const ROLES: [Choice<PersonRole>; 3] = [
    Choice {
        value: PersonRole::Completer,
        name: "completer",
        aliases: &["完成人", "主要完成人", "候选人", "nominee"],
    },
    Choice {
        value: PersonRole::NominatingExpert,
        name: "nominating_expert",
        aliases: &["提名专家", "nominator_expert", "expert_nominator"],
    },
    Choice {
        value: PersonRole::SocietyOfficer,
        name: "society_officer",
        aliases: &["学会负责人", "officer"],
    },
];

const fn category(name: &'static str, aliases: &'static [&'static str]) -> Choice<&'static str> {
    Choice { value: name, name, aliases }
}

impl Sheet for Nomination {
    const KIND: &'static str = "nominations";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号").or(&["提名编号", "项目编号"]),
        Column::required("title", "项目名称"),
        Column::optional("abstract", "项目简介").or(&["摘要"]),
        Column::optional("keywords", "主题词").or(&["关键词"]),
        Column::optional("disciplines", "学科代码").or(&["学科"]),
        Column::optional("category", "奖种").or(&["奖励类别"]),
        Column::optional("grade", "提名等级").or(&["等级"]),
        Column::optional("panel", "评审组").or(&["学科评审组"]),
        Column::optional("nominator", "提名者"),
        Column::optional("nominator_type", "提名者类别"),
        Column::optional("society_id", "学会代码").or(&["cast_code"]),
        Column::optional("round", "年度").or(&["year"]),
        Column::optional("excluded_experts", "回避专家"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            title: row.line_of_text("title", 2_000),
            abstract_text: row.optional_text("abstract", 200_000),
            keywords: row.list("keywords", 500, 1_000),
            disciplines: row.disciplines("disciplines"),
            category: row.choice("category", &CATEGORIES).map(str::to_owned),
            grade: row.choice("grade", &GRADES).map(str::to_owned),
            panel: row.optional_line_of_text("panel", 200),
            nominator: row.optional_line_of_text("nominator", 500),
            nominator_type: row.optional_line_of_text("nominator_type", 64),
            society_id: row.optional_id("society_id"),
            round: row.year("round"),
            excluded_experts: row.ids("excluded_experts"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.nomination_id),
            Cell::from(&self.title),
            Cell::from(&self.abstract_text),
            Cell::from(&self.keywords),
            Cell::from(&self.disciplines),
            Cell::from(&self.category),
            Cell::from(&self.grade),
            Cell::from(&self.panel),
            Cell::from(&self.nominator),
            Cell::from(&self.nominator_type),
            Cell::from(&self.society_id),
            Cell::from(self.round),
            Cell::from(&self.excluded_experts),
        ]
    }
}

impl Sheet for Person {
    const KIND: &'static str = "people";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号").or(&["提名编号", "项目编号"]),
        Column::required("order", "排名").or(&["rank", "排序"]),
        Column::required("name", "姓名"),
        Column::optional("unit", "完成单位"),
        Column::optional("work_unit", "工作单位"),
        Column::optional("email", "电子邮箱").or(&["e_mail", "邮箱"]),
        Column::optional("orcid", "orcid号"),
        Column::optional("title", "职称"),
        Column::optional("post", "职务").or(&["行政职务"]),
        Column::optional("role", "角色"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "order", "role"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            order: u32::try_from(row.integer("order", 1..=10_000)).unwrap_or_default(),
            name: row.line_of_text("name", 200),
            unit: row.optional_line_of_text("unit", 300),
            work_unit: row.optional_line_of_text("work_unit", 300),
            email: row.email("email"),
            orcid: row.orcid("orcid"),
            title: row.optional_line_of_text("title", 200),
            post: row.optional_line_of_text("post", 300),
            role: row.choice("role", &ROLES).unwrap_or_default(),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let role = ROLES.iter().find(|role| role.value == self.role);
        vec![
            Cell::from(&self.nomination_id),
            Cell::Integer(i64::from(self.order)),
            Cell::from(&self.name),
            Cell::from(&self.unit),
            Cell::from(&self.work_unit),
            Cell::from(&self.email),
            Cell::from(&self.orcid),
            Cell::from(&self.title),
            Cell::from(&self.post),
            role.map_or(Cell::Empty, |role| Cell::from(role.name)),
        ]
    }
}

impl Sheet for Paper {
    const KIND: &'static str = "papers";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号").or(&["提名编号", "项目编号"]),
        Column::required("title", "题名").or(&["论文题目", "论文名称"]),
        Column::optional("authors", "作者"),
        Column::optional("year", "发表年份").or(&["年份"]),
        Column::optional("doi", "doi号"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "title"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            title: row.line_of_text("title", 2_000),
            authors: row.list("authors", 300, 20_000),
            year: row.year("year"),
            doi: row.doi("doi"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.nomination_id),
            Cell::from(&self.title),
            Cell::from(&self.authors),
            Cell::from(self.year),
            Cell::from(&self.doi),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::RowPolicy;
    use crate::exchange::trial::{
        assert_real_data, assert_round_trip, ids, line, list, maybe, paragraph, read_bytes, refusal,
    };

    prop_compose! {
        fn nomination()(
            title in line(),
            abstract_text in prop::option::of(paragraph()),
            keywords in list(),
            category in maybe(&["TOP", "NAT", "INV", "PRO", "INT"]),
            grade in maybe(&["special", "first", "second"]),
            (panel, nominator, nominator_type) in
                (prop::option::of(line()), prop::option::of(line()), prop::option::of(line())),
            society_id in maybe(&["A-01", "=B"]),
            round in prop::option::of(1800..=2100),
            excluded_experts in ids(),
        ) -> Nomination {
            Nomination {
                nomination_id: String::new(),
                disciplines: vec!["110".to_owned(), "1101410".to_owned()],
                title, abstract_text, keywords, category, grade, panel, nominator, nominator_type,
                society_id, round, excluded_experts,
            }
        }
    }

    prop_compose! {
        fn person()(
            name in line(),
            (unit, work_unit) in (prop::option::of(line()), prop::option::of(line())),
            (title, post) in (prop::option::of(line()), prop::option::of(line())),
            email in maybe(&["a@b.cn"]),
            orcid in maybe(&["0000-0002-1825-0097"]),
            role in prop::sample::select(
                &[PersonRole::Completer, PersonRole::NominatingExpert, PersonRole::SocietyOfficer][..]
            ),
        ) -> Person {
            let nomination_id = "2027-Z-1".to_owned();
            Person { nomination_id, order: 1, name, unit, work_unit, email, orcid, title, post, role }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn nominations_survive_a_round_trip(
            mut nominations in prop::collection::vec(nomination(), 0..4),
        ) {
            for (number, nomination) in nominations.iter_mut().enumerate() {
                nomination.nomination_id = format!("2027-Z-{number}");
            }
            assert_round_trip(&nominations);
        }

        #[test]
        fn people_survive_a_round_trip(mut people in prop::collection::vec(person(), 0..4)) {
            for (order, person) in (1..).zip(&mut people) {
                person.order = order;
            }
            assert_round_trip(&people);
        }

        #[test]
        fn papers_survive_a_round_trip(
            title in line(), authors in list(), year in prop::option::of(1800..=2100),
            doi in maybe(&["10.1000/182"]),
        ) {
            let nomination_id = "2027-Z-1".to_owned();
            assert_round_trip(&[Paper { nomination_id, title, authors, year, doi }]);
        }
    }

    #[test]
    fn categories_grades_and_roles_are_known_by_their_usual_names() {
        let text = "nomination_id,title,category,grade\n\
                    1,t,自然科学奖,一等奖\n2,t,国家技术发明奖,second\n3,t,科技进步奖,特等\n\
                    4,t,pro,\n5,t,最高科学技术奖,\n6,t,国际科学技术合作奖,\n";
        let nominations =
            read_bytes::<Nomination>("n.csv", text.as_bytes(), RowPolicy::Strict).unwrap().records;
        let found: Vec<(Option<&str>, Option<&str>)> =
            nominations.iter().map(|n| (n.category.as_deref(), n.grade.as_deref())).collect();
        assert_eq!(
            found,
            [
                (Some("NAT"), Some("first")),
                (Some("INV"), Some("second")),
                (Some("PRO"), Some("special")),
                (Some("PRO"), None),
                (Some("TOP"), None),
                (Some("INT"), None),
            ]
        );
        let text = "nomination_id,order,name,role\n\
                    1,1,甲,完成人\n1,1,乙,Nominating Expert\n1,2,丙,提名专家\n1,1,丁,学会负责人\n1,2,戊,\n";
        let people = read_bytes::<Person>("p.csv", text.as_bytes(), RowPolicy::Strict).unwrap();
        let roles: Vec<PersonRole> = people.records.iter().map(|person| person.role).collect();
        assert_eq!(
            roles,
            [
                PersonRole::Completer,
                PersonRole::NominatingExpert,
                PersonRole::NominatingExpert,
                PersonRole::SocietyOfficer,
                PersonRole::Completer,
            ]
        );
    }

    #[test]
    fn an_unknown_category_is_refused_with_the_known_ones() {
        let text = "nomination_id,title,category\n1,t,XYZ\n";
        assert_eq!(
            refusal::<Nomination>("n.csv", text.as_bytes()),
            "n.csv:2 category: “XYZ”无效,允许:TOP, NAT, INV, PRO, INT / \
             \"XYZ\" is not valid, allowed: TOP, NAT, INV, PRO, INT"
        );
    }

    #[test]
    fn two_people_do_not_hold_one_rank() {
        let text = "nomination_id,order,name\n1,1,甲\n1,0,乙\n1,1,丙\n";
        let said = refusal::<Person>("p.csv", text.as_bytes());
        assert!(said.contains("p.csv:3 order:") && said.contains("repeats line 2"), "{said}");
    }

    #[test]
    fn the_real_round_is_read_whole() {
        assert_real_data::<Nomination>("round2019/nominations.csv", 1_291);
        assert_real_data::<Person>("round2019/people.csv", 10_845);
        assert_real_data::<Nomination>("pool_zh/heldout_nominations.csv", 119);
        assert_real_data::<Nomination>("pool_en/heldout_nominations.csv", 316);
    }
}
