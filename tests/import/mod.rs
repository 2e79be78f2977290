//! Does a file become records, whole or not at all, and come out again as it went in?

mod bad_files;
mod bad_rows;
mod kinds;
mod round_trip;

/// Every kind that is imported, owners before what they own, with the file of the demonstration
/// round that holds it and further words.
const KINDS: [(&str, &str, &str); 12] = [
    ("societies", "societies.csv", ""),
    ("units", "units.csv", ""),
    ("experts", "experts.csv", ""),
    ("affiliations", "affiliations.csv", ""),
    ("publications", "publications.csv", ""),
    ("nominations", "accepted/nominations.csv", "--round 2027"),
    ("nominations", "rejected/nominations.csv", "--round 2027 --state rejected"),
    ("nominations", "withdrawn/nominations.csv", "--round 2027 --state withdrawn"),
    ("people", "people.csv", "--round 2027"),
    ("grants", "grants.csv", "--round 2027"),
    ("patents", "patents.csv", "--round 2027"),
    ("theses", "theses.csv", ""),
];

/// A small file of experts.
const EXPERTS: &str = "expert_id,name,unit,disciplines,orcid\n\
                       e1,柳闻樱,云泽大学,4503510,\n\
                       e2,欧阳澍,青屿研究院,,0000-0002-1825-0097\n";
