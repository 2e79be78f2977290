//! Is there a PostgreSQL server that the tests may use?

use std::net::{TcpStream, ToSocketAddrs};
use std::process::Command;
use std::time::Duration;

use crate::process::plain;
use crate::report::Ending;
use crate::workspace::{program, variable};

/// The environment variable that carries the server's address to the tests.
pub(crate) const VARIABLE: &str = "LAUREL_TEST_POSTGRES";
const DEFAULT: &str = "postgres://postgres@127.0.0.1:5432";

/// The address of a server that answers; none, having said why, where there is none.
pub(crate) fn find() -> Option<String> {
    let address = variable(VARIABLE).unwrap_or_else(|| DEFAULT.to_owned());
    match answers(&address) {
        Ok(()) => Some(address),
        Err(why) => {
            println!("no PostgreSQL: {why}");
            None
        }
    }
}

/// Says that the tests on PostgreSQL run, or what they would need.
pub(crate) fn ending(server: Option<&str>) -> Ending {
    match server {
        Some(_) => Ending::Gate(true),
        None => Ending::Missing {
            what: format!(
                "the tests on PostgreSQL are left out; start a server that may be written to \
                 and name it in {VARIABLE} (default {DEFAULT})"
            ),
            required: true,
        },
    }
}

/// Signs in where psql is installed; otherwise is content with an open port.
fn answers(address: &str) -> Result<(), String> {
    let (host, port) = host_and_port(address).ok_or("the address is no postgres:// address")?;
    let place = format!("{host}:{port}");
    let mut sockets =
        (host, port).to_socket_addrs().map_err(|error| format!("{place}: {error}"))?;
    let socket = sockets.next().ok_or_else(|| format!("{place} is no address"))?;
    TcpStream::connect_timeout(&socket, Duration::from_secs(3))
        .map_err(|error| format!("{place}: {error}"))?;
    let Some(psql) = program(&["psql"]) else {
        return Ok(());
    };
    let mut command = Command::new(psql);
    command.args(["--no-psqlrc", "--no-password", "--quiet", "--command", "select 1", address]);
    let output = plain(&mut command).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(format!("{place} refuses: {}", words.lines().next().unwrap_or("no reason given")))
}

fn host_and_port(address: &str) -> Option<(&str, u16)> {
    let (scheme, rest) = address.split_once("://")?;
    if !matches!(scheme, "postgres" | "postgresql") {
        return None;
    }
    let authority = rest.split(['/', '?']).next()?;
    let place = authority.rsplit('@').next()?;
    match place.rsplit_once(':') {
        Some((host, port)) => Some((host, port.parse().ok()?)),
        None => Some((place, 5432)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_taken_apart() {
        assert_eq!(host_and_port(DEFAULT), Some(("127.0.0.1", 5432)));
        assert_eq!(host_and_port("postgresql://u:p@db:5433/x?y=1"), Some(("db", 5433)));
        assert_eq!(host_and_port("postgres://db/x"), Some(("db", 5432)));
        assert_eq!(host_and_port("mysql://db"), None);
    }
}
