//! Supervision (监督): taskbooks, working meetings, third-party assessment, disclosure, and the four
//! stages of the functions that were handed over to the societies.
