//! Is the demonstration round as large, as lawful, as varied and as honest as it claims?
