//! An S3-compatible object store of the tests' own: installed once, started on a free port, gone afterwards.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Stdio};

use anyhow::{Context, Result, ensure};

use crate::checkout::Checkout;
use crate::environment;

/// By what tests find it: `s3://ACCESS_KEY:SECRET_KEY@HOST:PORT/BUCKET`.
pub(crate) const VARIABLE: &str = "NEEDLEWORK_S3";

/// A running store. It stops when this is dropped, or when this program ends in any other way.
pub(crate) struct ObjectStore {
    address: String,
    server: Child,
    /// The server ends with it.
    held: Option<ChildStdin>,
}

impl ObjectStore {
    /// Installs the store if needed, and starts it with an empty bucket.
    pub(crate) fn start(checkout: &Checkout) -> Result<Self> {
        let python = environment::object_store_python(checkout)?;
        let mut server = checkout
            .command(python)
            .arg("-B")
            .arg("tests/python/object_store_server.py")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the object store cannot be started")?;
        let mut address = String::new();
        if let Some(printed) = server.stdout.take() {
            BufReader::new(printed).read_line(&mut address)?;
        }
        ensure!(
            address.starts_with("s3://"),
            "the object store did not start; see its message above"
        );
        Ok(Self {
            address: address.trim_end().to_owned(),
            held: server.stdin.take(),
            server,
        })
    }

    /// Where tests reach it.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        self.held.take();
        // Whatever it still does, nothing of it is kept.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
