//! Which columns do the files of experts, publications and affiliations have?

use super::model::{Affiliation, Expert, Publication};
use crate::exchange::{Cell, Choice, Column, Row, Sheet};

impl Sheet for Expert {
    const KIND: &'static str = "experts";
    const COLUMNS: &'static [Column] = &[
        Column::required("expert_id", "专家编号"),
        Column::required("name", "姓名").or(&["专家姓名", "name_zh"]),
        Column::required("unit", "工作单位").or(&["单位", "work_unit"]),
        Column::optional("name_en", "英文姓名"),
        Column::optional("title", "职称"),
        Column::optional("disciplines", "学科代码").or(&["学科"]),
        Column::optional("keywords", "关键词"),
        Column::optional("email", "电子邮箱").or(&["e_mail", "邮箱"]),
        Column::optional("email_domain", "邮箱域名"),
        Column::optional("orcid", "orcid号"),
        Column::optional("academician", "院士").or(&["is_academician", "两院院士"]),
        Column::optional("region", "省份").or(&["地区"]),
        Column::optional("born_on", "出生日期"),
        Column::optional("max_load", "评审上限"),
        Column::optional("former_units", "曾任职单位"),
    ];
    const UNIQUE: &'static [&'static str] = &["expert_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            expert_id: row.id("expert_id"),
            name: row.line_of_text("name", 200),
            unit: row.line_of_text("unit", 300),
            name_en: row.optional_line_of_text("name_en", 200),
            title: row.optional_line_of_text("title", 200),
            disciplines: row.disciplines("disciplines"),
            keywords: row.list("keywords", 500, 1_000),
            email: row.email("email"),
            email_domain: row.domains("email_domain"),
            orcid: row.orcid("orcid"),
            is_academician: row.flag("academician"),
            region: row.optional_line_of_text("region", 100),
            born_on: row.date("born_on"),
            max_load: row
                .optional_integer("max_load", 0..=10_000)
                .and_then(|load| u32::try_from(load).ok()),
            former_units: row.list("former_units", 300, 1_000),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.expert_id),
            Cell::from(&self.name),
            Cell::from(&self.unit),
            Cell::from(&self.name_en),
            Cell::from(&self.title),
            Cell::from(&self.disciplines),
            Cell::from(&self.keywords),
            Cell::from(&self.email),
            Cell::from(&self.email_domain),
            Cell::from(&self.orcid),
            Cell::Flag(self.is_academician),
            Cell::from(&self.region),
            Cell::from(self.born_on),
            Cell::from(self.max_load),
            Cell::from(&self.former_units),
        ]
    }
}

/// Nothing means that nobody said.
const VERIFIED: [Choice<bool>; 2] = [
    Choice { value: true, name: "true", aliases: &["yes", "1", "是", "y", "t"] },
    Choice { value: false, name: "false", aliases: &["no", "0", "否", "n", "f"] },
];

impl Sheet for Publication {
    const KIND: &'static str = "publications";
    const COLUMNS: &'static [Column] = &[
        Column::required("publication_id", "论著编号"),
        Column::required("title", "题名").or(&["论文题目"]),
        Column::required("expert_ids", "专家编号").or(&["expert_id"]),
        Column::optional("abstract", "摘要"),
        Column::optional("year", "发表年份").or(&["年份"]),
        Column::optional("venue", "刊名").or(&["journal", "期刊"]),
        Column::optional("authors", "作者"),
        Column::optional("doi", "doi号"),
        Column::optional("keywords", "关键词"),
        Column::optional("verified", "已核实").or(&["is_verified"]),
    ];
    const UNIQUE: &'static [&'static str] = &["publication_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            publication_id: row.id("publication_id"),
            title: row.line_of_text("title", 2_000),
            expert_ids: row.ids("expert_ids"),
            abstract_text: row.optional_text("abstract", 200_000),
            year: row.year("year"),
            venue: row.optional_line_of_text("venue", 500),
            // Papers of large collaborations have thousands of authors.
            authors: row.list("authors", 300, 20_000),
            doi: row.doi("doi"),
            keywords: row.list("keywords", 500, 1_000),
            is_verified: row.choice("verified", &VERIFIED),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.publication_id),
            Cell::from(&self.title),
            Cell::from(&self.expert_ids),
            Cell::from(&self.abstract_text),
            Cell::from(self.year),
            Cell::from(&self.venue),
            Cell::from(&self.authors),
            Cell::from(&self.doi),
            Cell::from(&self.keywords),
            self.is_verified.map_or(Cell::Empty, Cell::Flag),
        ]
    }
}

impl Sheet for Affiliation {
    const KIND: &'static str = "affiliations";
    const COLUMNS: &'static [Column] = &[
        Column::required("person_ref", "人员").or(&["person", "expert_id"]),
        Column::required("unit", "单位"),
        Column::optional("from", "起始年"),
        Column::optional("to", "终止年"),
    ];
    const UNIQUE: &'static [&'static str] = &[];

    fn parse(row: &mut Row<'_>) -> Self {
        let affiliation = Self {
            person_ref: row.line_of_text("person_ref", 600),
            unit: row.line_of_text("unit", 300),
            from: row.year("from"),
            to: row.year("to"),
        };
        if let (Some(from), Some(to)) = (affiliation.from, affiliation.to)
            && to < from
        {
            row.refuse_value("to", &to.to_string(), "不早于起始年", "not before `from`");
        }
        affiliation
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.person_ref),
            Cell::from(&self.unit),
            Cell::from(self.from),
            Cell::from(self.to),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{
        assert_real_data, assert_round_trip, ids, line, list, maybe, paragraph, read_bytes, refusal,
    };
    use crate::exchange::{RowPolicy, Warning};

    const CODES: &[&str] = &["110", "11011", "1101410"];

    prop_compose! {
        fn expert()(
            (name, unit, name_en, title) in
                (line(), line(), prop::option::of(line()), prop::option::of(line())),
            disciplines in prop::sample::subsequence(CODES, 0..=3),
            keywords in list(),
            email in maybe(&["a@b.cn", "-x@例子.中国"]),
            email_domain in maybe(&["b.cn", "b.cn;c.edu.cn"]),
            orcid in maybe(&["0000-0002-1825-0097", "0000-0002-1694-233X"]),
            (is_academician, region) in (any::<bool>(), prop::option::of(line())),
            born_on in prop::option::of((1900..2010, 1_u32..=365)),
            max_load in prop::option::of(0..100_u32),
            former_units in list(),
        ) -> Expert {
            Expert {
                expert_id: String::new(),
                name, unit, name_en, title, keywords, email, email_domain, orcid, is_academician,
                region, max_load, former_units,
                disciplines: disciplines.into_iter().map(str::to_owned).collect(),
                born_on: born_on.and_then(|(y, d)| chrono::NaiveDate::from_yo_opt(y, d)),
            }
        }
    }

    prop_compose! {
        fn publication()(
            title in line(),
            expert_ids in ids(),
            abstract_text in prop::option::of(paragraph()),
            year in prop::option::of(1800..=2100),
            venue in prop::option::of(line()),
            (authors, keywords) in (list(), list()),
            doi in maybe(&["10.1000/182", "10.1/(x)"]),
            is_verified in any::<Option<bool>>(),
        ) -> Publication {
            let publication_id = String::new();
            Publication {
                publication_id, title, expert_ids, abstract_text, year, venue, authors, doi,
                keywords, is_verified,
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn experts_survive_a_round_trip(mut experts in prop::collection::vec(expert(), 0..4)) {
            for (number, expert) in experts.iter_mut().enumerate() {
                expert.expert_id = format!("={number}");
            }
            assert_round_trip(&experts);
        }

        #[test]
        fn publications_survive_a_round_trip(
            mut publications in prop::collection::vec(publication(), 0..4),
        ) {
            for (number, publication) in publications.iter_mut().enumerate() {
                publication.publication_id = format!("p{number}");
            }
            assert_round_trip(&publications);
        }

        #[test]
        fn affiliations_survive_a_round_trip(
            person_ref in line(), unit in line(), from in prop::option::of(1800..1900),
            to in prop::option::of(1900..2100),
        ) {
            assert_round_trip(&[Affiliation { person_ref, unit, from, to }]);
        }
    }

    #[test]
    fn bad_experts_are_told_all_at_once() {
        let text = "expert_id,name,unit,email,orcid,disciplines,academician,born_on,max_load\n\
                    e1,某甲,某大学,a@b,0000-0000-0000-0000,110;12,maybe,1970,-1\n";
        let columns: Vec<String> =
            read_bytes::<Expert>("e.csv", text.as_bytes(), RowPolicy::Strict)
                .unwrap_err()
                .kept
                .into_iter()
                .filter_map(|fault| fault.column)
                .collect();
        assert_eq!(
            columns,
            ["disciplines", "email", "orcid", "academician", "born_on", "max_load"]
        );
    }

    #[test]
    fn a_domain_that_is_none_is_left_out_with_a_warning() {
        let text = b"expert_id,name,unit,email_domain\ne1,a,b,x.cn;junk;Y.cn+x.cn\n";
        let outcome = read_bytes::<Expert>("e.csv", text, RowPolicy::Strict).unwrap();
        assert_eq!(outcome.records[0].email_domain.as_deref(), Some("x.cn;y.cn"));
        assert!(matches!(
            outcome.summary.warnings.as_slice(),
            [Warning::ItemsLeftOut { cells: 1, .. }]
        ));
    }

    #[test]
    fn an_employment_does_not_end_before_it_begins() {
        let text = "person_ref,unit,from,to\n某甲|某大学,某研究所,2010,2009\n";
        assert!(refusal::<Affiliation>("a.csv", text.as_bytes()).contains("a.csv:2 to:"));
    }

    #[test]
    fn real_experts_and_publications_are_read_whole() {
        assert_real_data::<Expert>("pool_zh/experts.csv", 1_480);
        assert_real_data::<Expert>("pool_en/experts.csv", 3_590);
        assert_real_data::<Publication>("pool_zh/publications.csv", 2_947);
        assert_real_data::<Publication>("pool_en/publications.csv", 7_800);
    }
}
