//! `casebook serve`

use crate::assets::Site;
use crate::error::Failure;
use crate::health::{Health, SEARCH_INDEX};
use crate::layers::drawing::Drawing;
use crate::layers::page_cache::{MOST_BYTES, PageCache};
use crate::mail_transport::Mailer;
use crate::router::{RouterOptions, listed, router};
use crate::settings::{LinkChecking, PageCaching, RateLimiting, SecondFactor, ServeArguments};
use crate::watched::stopped;
use crate::{database, link_checks, listener, logging, passwords, pictures, planned, told, worker};
use app::web::bots::Bots;
use app::web::kept_files::{KeptFiles, Shown};
use app::web::rate_limits::RateLimits;
use app::web::state::{AppState, PreviewPictures, Settings};
use case_study::local_time;
use documents::{LONGEST, Reader};
use index::SearchIndex;
use std::sync::Arc;
use std::time::Duration;
use store::held;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How long a stop waits for a mail that is being handed over. Some take longer: such a one is tried
/// again after the next start, and its Message-ID tells the two apart from two mails.
const WORKER_DRAIN: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    serve: ServeArguments,
}

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// The first thing that keeps the server from starting.
pub async fn run(arguments: Arguments, site: Site) -> Result<(), Failure> {
    let arguments = arguments.serve;
    let settings = arguments.check()?;
    // The port before the data: a second server on the same machine stops here, having touched
    // nothing. Whoever connects meanwhile waits in the system's queue.
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|cause| Failure::Port {
            address: settings.listen,
            cause,
        })?;
    let stop = stop_signal()?;
    logging::start();
    // Before anything is shown.
    if !local_time::install(settings.time_zone.clone()) {
        tracing::warn!("times were shown before their zone was known");
    }
    let db = database::open(&arguments.store)
        .await?
        .with_undo_ms(settings.undo_minutes.in_ms());
    if held::since(db.reader()).await?.is_some() {
        tracing::warn!(
            "this bank is a copy that was put back: no email leaves it and nothing planned is carried out until \
             somebody runs casebook doctor --release"
        );
    }
    let ids = database::ids(&db, &settings.public_url).await?;
    let passwords =
        passwords::for_signing_in(&db, &arguments.secret, &arguments.store.data_dir).await?;
    let mailer = Mailer::new(
        &settings.mail_url,
        settings.mail_from.clone(),
        &settings.public_url,
    )?;
    let mailer = Arc::new(
        mailer
            .answered_at(&settings.contact)
            .samples_in(arguments.store.mail_folder()),
    );
    let secret = arguments.secret.load(&arguments.store.data_dir)?;
    let (rate_limits, bots) = match settings.rate_limits {
        RateLimiting::On => (RateLimits::new(), Bots::new(&secret, db.clock())),
        // Tests are faster than people.
        RateLimiting::Off => (RateLimits::off(), Bots::without_times(&secret, db.clock())),
    };
    let media = settings.media_url.open()?;
    // Files that people bring are read by this same program.
    let program = std::env::current_exe().map_err(Failure::Serve)?;
    let (index, follow) = SearchIndex::prepare(&db, &arguments.store.data_dir);
    let health = Health::default();
    let watched = health.watched().clone();
    let begin = move |stop| follow.run(stopped(stop));
    let follower = tokio::spawn(
        watched
            .clone()
            .keep_running(SEARCH_INDEX, stop.clone(), begin),
    );
    // They are as large as the bank, so they lie where it does.
    let kept_files = KeptFiles::new(&arguments.store.data_dir, {
        let index = index.clone();
        move || Shown::now(&index)
    });
    let state = AppState {
        db: db.clone(),
        index,
        catalogue: Arc::default(),
        settings: Arc::new(Settings {
            public_url: settings.public_url.as_str().to_owned(),
            ids,
            contact: settings.contact.clone(),
            mail_from: settings.mail_from.email.to_string(),
            usual_wait: settings.usual_wait.clone(),
            due_days: settings.due_days,
            run_by: settings.run_by.clone(),
            staff_need_second_factor: settings.second_factor == SecondFactor::Staff,
            asset_version: site.version(),
        }),
        passwords: Arc::new(passwords),
        rate_limits: Arc::new(rate_limits),
        bots,
        preview_pictures: PreviewPictures::default(),
        kept_files,
        media: media.clone(),
        reader: Reader::new(program, LONGEST),
    };
    let page_cache = match settings.page_cache {
        PageCaching::On => Some(Arc::new(PageCache::new(
            &state,
            &settings.public_url,
            &listed(site),
            MOST_BYTES,
        ))),
        PageCaching::Off => None,
    };
    let options = RouterOptions {
        public_url: settings.public_url.clone(),
        trusted_proxies: settings.trusted_proxies.clone(),
        health: health.clone(),
        site,
        page_cache,
        drawing: Drawing::default(),
    };
    // Read in advance: the first reader of a page about the whole bank would wait for it.
    let (catalogue, bank) = (state.catalogue.clone(), db.clone());
    tokio::spawn(async move {
        if let Err(error) = catalogue.current(&bank).await {
            tracing::warn!(%error, "the catalogue could not be read in advance");
        }
    });
    let mail_context = state.settings.mail_context();
    let router = router(state, &options);
    let worker = {
        let (db, mail_context) = (db.clone(), mail_context.clone());
        tokio::spawn(
            watched
                .clone()
                .keep_running("mails", stop.clone(), move |stop| {
                    let (db, mailer, mail_context) =
                        (db.clone(), mailer.clone(), mail_context.clone());
                    worker::run(db, mailer, mail_context, stopped(stop))
                }),
        )
    };
    let told = {
        let (db, mail_context) = (db.clone(), mail_context.clone());
        tokio::spawn(
            watched
                .clone()
                .keep_running("telling staff", stop.clone(), move |stop| {
                    told::run(db.clone(), mail_context.clone(), stopped(stop))
                }),
        )
    };
    let pictures = {
        let (db, media) = (db.clone(), media);
        tokio::spawn(
            watched
                .clone()
                .keep_running("pictures", stop.clone(), move |stop| {
                    pictures::run(db.clone(), media.clone(), stopped(stop))
                }),
        )
    };
    let planned = {
        let db = db.clone();
        tokio::spawn(
            watched
                .clone()
                .keep_running("planned moves", stop.clone(), move |stop| {
                    planned::run(db.clone(), mail_context.clone(), stopped(stop))
                }),
        )
    };
    if settings.link_checks == LinkChecking::On {
        match link_checks::client(settings.public_url.as_str()) {
            Ok(client) => {
                let (db, stop) = (db.clone(), stop.clone());
                // Nothing waits for it at the end: what it asked is asked again.
                tokio::spawn(
                    watched
                        .clone()
                        .keep_running("link checks", stop, move |stop| {
                            link_checks::run(db.clone(), client.clone(), stopped(stop))
                        }),
                );
            }
            Err(error) => {
                tracing::warn!(%error, "links are not looked at: no client could be made")
            }
        }
    }
    tracing::info!(listen = %settings.listen, public_url = settings.public_url.as_str(), "serving");
    let told_to_stop = async {
        stopped(stop).await;
        tracing::info!("stopping");
        health.stop();
    };
    listener::serve(listener, router, settings.trusted_proxies, told_to_stop).await;
    if tokio::time::timeout(WORKER_DRAIN, planned).await.is_err() {
        tracing::warn!("a planned move was still being made; it is made after the next start");
    }
    if tokio::time::timeout(WORKER_DRAIN, pictures).await.is_err() {
        tracing::warn!("pictures were still being removed; it is done after the next start");
    }
    if tokio::time::timeout(WORKER_DRAIN, told).await.is_err() {
        tracing::warn!(
            "members of staff were still being written to; it is done after the next start"
        );
    }
    if tokio::time::timeout(WORKER_DRAIN, worker).await.is_err() {
        tracing::warn!(
            "a mail was still being handed over; it is tried again after the next start"
        );
    }
    if let Err(error) = follower.await {
        tracing::error!(%error, "following the bank ended badly");
    }
    // Last: everything above may still have been writing.
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Becomes true at the first SIGTERM or SIGINT.
fn stop_signal() -> Result<watch::Receiver<bool>, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::Serve)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::Serve)?;
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = sender.send(true);
    });
    Ok(receiver)
}
