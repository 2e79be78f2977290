//! Which ciphers does this process speak TLS with? The ones of the database driver.

/// Names the ciphers for whatever in this process speaks TLS. Whoever chose before keeps his choice.
pub fn choose_ciphers() {
    let _chosen = rustls::crypto::ring::default_provider().install_default();
}
