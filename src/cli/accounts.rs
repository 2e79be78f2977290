//! `laurel user …`: accounts without a web page, for the first one and for the last resort.

use std::process::ExitCode;

use anyhow::Context as _;

use super::{
    arguments::{UserAddArguments, UserCommand},
    terminal,
};
use crate::{
    app::App,
    authz::Grant,
    identity::{self, NewAccount},
    shared::Secret,
};

/// Who acts on the command line, as the audit record shows it.
pub(super) const OPERATOR: &str = "operator";

fn read_password() -> anyhow::Result<Secret> {
    terminal::complain(
        "请输入密码（一行，至少 10 个字符）/ password (one line, ten characters or more):",
    );
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("standard input")?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}

/// Carries the command out.
pub(super) async fn manage(app: &App, command: UserCommand) -> anyhow::Result<ExitCode> {
    let password = read_password()?;
    match command {
        UserCommand::Add(arguments) => add(app, arguments, password).await?,
        UserCommand::Reset { username } => {
            identity::reset_password(app, OPERATOR, &username, &password).await?;
            terminal::say(&format!("已重置 {username} 的密码 / password of {username} reset"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(app: &App, arguments: UserAddArguments, password: Secret) -> anyhow::Result<()> {
    let UserAddArguments { username, display_name, roles, society } = arguments;
    let grants =
        roles.into_iter().map(|role| Grant { role, society_code: society.clone() }).collect();
    let display_name = display_name.unwrap_or_else(|| username.clone());
    let new = NewAccount { username: username.clone(), display_name, password, grants };
    identity::add_account(app, OPERATOR, new).await?;
    terminal::say(&format!("已添加账号 {username} / account {username} added"));
    Ok(())
}
