//! What is a society? The record that files and store share.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A national learned society (全国学会), as a row of the `societies` file gives it. What is absent
/// is unknown to the file, not to the register: an import never wipes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Society {
    /// CAST's code, such as `A-01`, unique.
    pub society_id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Discipline group (理科, 工科, 农科, 医科, 交叉学科).
    pub group: Option<String>,
    /// Standing with CAST, such as `member`.
    pub status: Option<String>,
    /// Unified social credit code (统一社会信用代码), unique.
    pub credit_code: Option<String>,
    /// Number in the register of social organisations (登记证号).
    pub registration_no: Option<String>,
    /// Supervising body (业务主管单位).
    pub supervising_body: Option<String>,
    /// Supporting unit (挂靠单位).
    pub supporting_unit: Option<String>,
    /// Day of founding.
    pub founded_on: Option<NaiveDate>,
    /// Which council sits (理事会届次).
    pub council_term: Option<i32>,
    /// Last day of the council's term (换届日期).
    pub council_term_ends: Option<NaiveDate>,
    /// Individual members.
    pub members: Option<i32>,
    /// Address on the web.
    pub website: Option<String>,
}

impl Society {
    /// This row over what is known: where the row is silent, the known stays.
    #[must_use]
    pub fn over(self, known: &Self) -> Self {
        Self {
            society_id: self.society_id,
            name: self.name,
            name_en: self.name_en.or_else(|| known.name_en.clone()),
            group: self.group.or_else(|| known.group.clone()),
            status: self.status.or_else(|| known.status.clone()),
            credit_code: self.credit_code.or_else(|| known.credit_code.clone()),
            registration_no: self.registration_no.or_else(|| known.registration_no.clone()),
            supervising_body: self.supervising_body.or_else(|| known.supervising_body.clone()),
            supporting_unit: self.supporting_unit.or_else(|| known.supporting_unit.clone()),
            founded_on: self.founded_on.or(known.founded_on),
            council_term: self.council_term.or(known.council_term),
            council_term_ends: self.council_term_ends.or(known.council_term_ends),
            members: self.members.or(known.members),
            website: self.website.or_else(|| known.website.clone()),
        }
    }
}
