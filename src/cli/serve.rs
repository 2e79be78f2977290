//! `laurel serve`: how does the server start, and how does it stop?

use std::{net::SocketAddr, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use super::{arguments::ServeArguments, terminal};
use crate::{
    app::App,
    config::{Config, LogFormat},
    http, jobs,
    workers::Registry,
};

/// Starts logging to standard error. Commands that answer on the terminal log warnings only.
pub(super) fn start_log(config: &Config, quiet: bool) -> anyhow::Result<()> {
    let filter = if quiet { "warn" } else { &config.log.filter };
    // A reader of PDF files tells of each that it mended; the verdict of the file tells it as well.
    let filter = format!("lopdf=error,{filter}");
    let filter = EnvFilter::try_new(filter).context("log.filter")?;
    let registry = tracing_subscriber::registry().with(filter);
    match config.log.format {
        LogFormat::Text => registry
            .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr))
            .try_init()?,
        LogFormat::Json => registry
            .with(tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr))
            .try_init()?,
    }
    Ok(())
}

/// Serves until it is told to stop.
pub(super) async fn serve(
    mut config: Config,
    arguments: &ServeArguments,
) -> anyhow::Result<ExitCode> {
    if let Some(host) = &arguments.host {
        config.http.host.clone_from(host);
    }
    if let Some(port) = arguments.port {
        config.http.port = port;
    }
    let app = Arc::new(super::start(config).await?);
    let listener = listen(&app.config).await?;
    terminal::say(&format!("桂冠 Laurel: http://{}", listener.local_addr()?));
    run(app, listener).await
}

/// Takes the address that the settings name.
pub(super) async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    let (host, port) = (config.http.host.as_str(), config.http.port);
    TcpListener::bind((host, port)).await.with_context(|| {
        format!("无法监听 {host}:{port}（可用 --port 换端口）/ cannot listen on {host}:{port} (choose another with --port)")
    })
}

/// Answers requests and works jobs off until the process is told to stop; what is under way is
/// finished first.
pub(super) async fn run(app: Arc<App>, listener: TcpListener) -> anyhow::Result<ExitCode> {
    tokio::task::block_in_place(|| app.search.analyzer().load());
    let (bell, rung) = watch::channel(false);
    let wait = |mut stopped: watch::Receiver<bool>| async move {
        // The sender lives as long as the server: an error would mean that it is gone.
        let _gone = stopped.wait_for(|is_stopped| *is_stopped).await;
    };
    let runner = jobs::run_until(Arc::clone(&app), Arc::new(Registry), wait(rung.clone()));
    #[expect(clippy::disallowed_methods, reason = "the runner lives as long as the server")]
    let runner = tokio::spawn(runner);
    let service =
        http::router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(wait(rung));
    let told = async {
        told_to_stop().await;
        tracing::info!("stopping: finishing what is under way");
        bell.send_replace(true);
    };
    let (outcome, ()) = tokio::join!(server, told);
    let ended = runner.await;
    // What was refused to the last who were answered; no runner comes to it any more.
    let written = http::write_refusals_down(&app).await;
    outcome?;
    ended?;
    written?;
    Ok(ExitCode::SUCCESS)
}

/// Waits for Ctrl-C or a polite kill.
async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _interrupted = tokio::signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _interrupted = tokio::signal::ctrl_c() => {}
            _terminated = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _interrupted = tokio::signal::ctrl_c().await;
}
