//! The workbook of light sheets (离线评分表): given out, filled in without a network, taken back.

pub(super) mod http;
mod read;
mod take;
mod views;
mod write;
