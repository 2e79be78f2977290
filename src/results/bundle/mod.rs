//! The bundle (结果数据包): everything from which anyone can compute a round anew, signed.

mod body;
mod check;
mod follow;
mod gather;
pub(super) mod http;
mod make;
mod recount;
mod seal;
mod store;

pub use body::{
    Award, Body, BookText, ChainHead, Decided, FORMAT, Kept, Named, Phase, Sitting, Slip, Vote,
    encode,
};
pub use check::{Broken, Checked, check};
pub use make::{JOB, handle_job};
pub use seal::{Seal, sealed};
