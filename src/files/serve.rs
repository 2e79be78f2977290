//! How does a file leave? As a download that no browser runs or guesses about.

/// The headers of a file on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// What it is.
    pub media_type: String,
    /// Its name for the person who keeps it.
    pub name: String,
}

/// A name as a person gave it, without folders, control characters and what file systems refuse.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|'))
        .take(120)
        .collect();
    let kept = kept.trim().trim_matches('.');
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}

/// `name` as RFC 8187 writes it in a header.
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

impl Attachment {
    /// The headers to send: never shown in the page, never guessed at, never kept by others.
    pub fn headers(&self) -> [(&'static str, String); 5] {
        let name = encoded(&plain_name(&self.name));
        [
            ("content-type", self.media_type.clone()),
            ("content-disposition", format!("attachment; filename*=UTF-8''{name}")),
            ("x-content-type-options", "nosniff".to_owned()),
            ("content-security-policy", "default-src 'none'; sandbox".to_owned()),
            ("cache-control", "private, no-store".to_owned()),
        ]
    }

    /// The headers of a file that a page of ours shows beside a form. It may be framed by our own pages
    /// and runs nothing; a PDF was looked into for scripts before it was kept.
    pub fn inline_headers(&self) -> [(&'static str, String); 5] {
        let name = encoded(&plain_name(&self.name));
        // The PDF viewer of a browser is a plug-in, which a sandbox shuts out.
        let policy = if self.media_type == "application/pdf" {
            "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
        } else {
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
        };
        [
            ("content-type", self.media_type.clone()),
            ("content-disposition", format!("inline; filename*=UTF-8''{name}")),
            ("x-content-type-options", "nosniff".to_owned()),
            ("content-security-policy", policy.to_owned()),
            ("cache-control", "private, no-store".to_owned()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folders_and_what_breaks_a_header() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\私有\\证书.pdf"), "证书.pdf");
        assert_eq!(plain_name("a\r\nSet-Cookie: x.pdf"), "aSet-Cookie x.pdf");
        assert_eq!(plain_name(" .. "), "file");
        assert_eq!(plain_name(&"长".repeat(300)).chars().count(), 120);
    }

    #[test]
    fn a_file_goes_out_as_a_download() {
        let attachment =
            Attachment { media_type: "application/pdf".to_owned(), name: "证 1.pdf".to_owned() };
        let headers = attachment.headers();
        assert_eq!(headers[1].1, "attachment; filename*=UTF-8''%E8%AF%81%201.pdf");
        assert_eq!(headers[2].1, "nosniff");
    }
}
