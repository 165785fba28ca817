//! Connections: how many, with which timeouts, in the clear or over TLS.
//!
//! Invariant: a connection holds its place until it ends, and one too many is closed before it costs anything.

use std::future::{Ready, ready};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum_server::Server;
use axum_server::accept::Accept;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

/// Gives places to connections.
#[derive(Clone)]
pub(crate) struct Connections {
    places: Arc<Semaphore>,
}

/// A connection with its place.
pub(crate) struct Connection {
    stream: TcpStream,
    _place: OwnedSemaphorePermit,
}

impl Connections {
    pub(crate) fn new(most: usize) -> Self {
        Connections {
            places: Arc::new(Semaphore::new(most)),
        }
    }

    /// Serves on the runtime of the caller. `patience`: how long a client may take for the head of a request, and how long
    /// a connection may lie idle.
    pub(crate) fn serve(
        self,
        server: Server<SocketAddr>,
        tls: Option<RustlsConfig>,
        router: Router,
        patience: Duration,
    ) -> JoinHandle<io::Result<()>> {
        let mut server = server
            .http1_only()
            .first_request_timeout(patience)
            .accept_error_handler(|_, error| tracing::debug!(%error, "a connection was not made"));
        server
            .http_builder()
            .http1()
            .header_read_timeout(Some(patience));
        let service = router.into_make_service();
        match tls {
            None => tokio::spawn(server.acceptor(self).serve(service)),
            Some(tls) => {
                let acceptor = RustlsAcceptor::new(tls).acceptor(self);
                tokio::spawn(server.acceptor(acceptor).serve(service))
            }
        }
    }
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Connection;
    type Service = S;
    type Future = Ready<io::Result<(Connection, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            metrics::counter!("stemedb_requests_rejected_total", "reason" => "connections")
                .increment(1);
            return ready(Err(io::Error::other("too many connections")));
        };
        let connection = Connection {
            stream,
            _place: place,
        };
        // Answers are small and whole: waiting for more to send would only delay them.
        ready(
            connection
                .stream
                .set_nodelay(true)
                .map(|()| (connection, service)),
        )
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
