//! Letters and certificates (通知书和证书).

mod certificate;
mod gather;
pub(super) mod http;
mod letter;
