//! Which page of a list is asked for?

use base64::Engine as _;
use serde::Serialize;

use super::{
    json::PageMeta,
    problem::{ApiError, ProblemCode},
};

/// The page asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Most rows wanted, 1 to 200.
    pub limit: u64,
    /// Rows to pass over.
    pub offset: u64,
}

/// The cursor was not made by Laurel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorError;

impl From<CursorError> for ApiError {
    fn from(_: CursorError) -> Self {
        Self::new(ProblemCode::BadParameter)
            .detail("cursor 须为上一页返回的值", "cursor must be one that a page returned")
    }
}

const ENGINE: base64::engine::GeneralPurpose = base64::engine::general_purpose::URL_SAFE_NO_PAD;

impl Paging {
    /// Reads the parameters `limit` (50 unless given) and `cursor`.
    pub fn parse(limit: Option<u64>, cursor: Option<&str>) -> Result<Self, CursorError> {
        let limit = limit.unwrap_or(50).clamp(1, 200);
        let offset = match cursor.filter(|cursor| !cursor.is_empty()) {
            None => 0,
            Some(cursor) => {
                let bytes = ENGINE.decode(cursor).map_err(|_| CursorError)?;
                let text = String::from_utf8(bytes).map_err(|_| CursorError)?;
                text.strip_prefix("o:")
                    .and_then(|digits| digits.parse::<u32>().ok())
                    .ok_or(CursorError)?
                    .into()
            }
        };
        Ok(Self { limit, offset })
    }

    /// Where this page lies in a list of `total` rows.
    pub fn meta<F: Serialize>(self, total: u64, facets: F) -> PageMeta<F> {
        let cursor = |offset: u64| ENGINE.encode(format!("o:{offset}"));
        PageMeta {
            total,
            limit: self.limit,
            offset: self.offset,
            next: (self.offset + self.limit < total).then(|| cursor(self.offset + self.limit)),
            previous: (self.offset > 0).then(|| cursor(self.offset.saturating_sub(self.limit))),
            facets,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_walked_forward_and_back() {
        let first = Paging::parse(Some(10), None).unwrap();
        let meta = first.meta(25, ());
        assert_eq!((meta.previous, meta.offset), (None, 0));
        let second = Paging::parse(Some(10), meta.next.as_deref()).unwrap();
        assert_eq!(second.offset, 10);
        let meta = second.meta(25, ());
        let third = Paging::parse(Some(10), meta.next.as_deref()).unwrap();
        assert_eq!(third.meta(25, ()).next, None);
        assert_eq!(Paging::parse(Some(10), meta.previous.as_deref()).unwrap(), first);
    }

    #[test]
    fn a_foreign_cursor_is_refused_and_the_limit_is_kept_in_bounds() {
        for cursor in ["x", "bzo", "bzotMQ", "////", "bzo5OTk5OTk5OTk5OTk5OTk5"] {
            assert_eq!(Paging::parse(None, Some(cursor)), Err(CursorError), "{cursor}");
        }
        assert_eq!(Paging::parse(Some(0), Some("")).unwrap(), Paging { limit: 1, offset: 0 });
        assert_eq!(Paging::parse(Some(9999), None).unwrap().limit, 200);
    }
}
