//! What a locked plan drew, kept beside its chart: whoever looks at it waits for no model, and paper says what was locked, also
//! after the program or the settings of the clinic went on. Nothing rests on it: what is missing is drawn again.

use std::io::{self, Read as _, Write as _};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use needlework_chart::id::PlanId;
use needlework_chart::record::OpenChart;
use needlework_planning::Identity;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::access::{Allowed, Duty};
use super::assets;
use super::kept::OutlookKey;
use super::page::Page;
use super::plan_document::PlanDocument;

/// How long is waited for what was kept: an object store that takes longer is slower than the model.
const LONGEST_READING: Duration = Duration::from_millis(300);
/// How long whoever looks waits until what was drawn for them is kept.
const LONGEST_WRITING: Duration = Duration::from_secs(2);

/// A part of what a plan drew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The outlook on the page of the plan.
    Outlook,
    /// The cuts through the skin on the patient's page, one for each zone.
    Cuts,
    /// The whole plan as one page for paper.
    Paper,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Outlook => "outlook",
            Self::Cuts => "cuts",
            Self::Paper => "paper",
        }
    }

    /// Whether it is a piece of a page, whose style lies outside of it: only the program that drew it may show it.
    const fn is_piece(self) -> bool {
        match self {
            Self::Outlook | Self::Cuts => true,
            Self::Paper => false,
        }
    }
}

/// What stands before the drawings of a part as it is kept, on a line of its own.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Title {
    /// What it was drawn from.
    identity: Identity,
    /// The program that drew it.
    program: String,
    /// Bytes of each drawing.
    lengths: Vec<usize>,
}

/// HTML as it is kept, and as browsers take it: in the format of gzip.
#[derive(Debug, PartialEq)]
pub(super) struct Packed(Vec<u8>);

impl Packed {
    fn of(html: &str) -> io::Result<Self> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(html.as_bytes())?;
        Ok(Self(packer.finish()?))
    }

    /// The HTML; `None`: it is none.
    pub(super) fn html(&self) -> Option<String> {
        let mut html = String::new();
        let mut reader = GzDecoder::new(self.0.as_slice());
        reader.read_to_string(&mut html).ok()?;
        Some(html)
    }

    /// In the format of gzip.
    pub(super) fn gzip(self) -> Vec<u8> {
        self.0
    }
}

/// A plan in an open chart, with what it drew.
pub(super) struct DrawnPlan<'a, D> {
    pub(super) holder: &'a Allowed<D>,
    pub(super) opened: &'a OpenChart,
    pub(super) plan: PlanId,
    pub(super) document: &'a PlanDocument,
}

impl<D: Duty> DrawnPlan<'_, D> {
    /// What its pictures rest on, for pages in the language of one.
    pub(super) async fn key(&self, page: &Page) -> OutlookKey {
        let settings_version = self.holder.clinic().settings_version().await;
        let identity = &self.document.forecast.identity;
        OutlookKey::of(identity, settings_version, page.code())
    }

    /// A part in a language, if it was drawn of this plan as it is locked now.
    pub(super) async fn kept(&self, part: Part, language: &str) -> Option<Vec<String>> {
        let packed = self.packed(part, language).await?;
        packed.iter().map(Packed::html).collect()
    }

    /// The same as it is kept.
    pub(super) async fn packed(&self, part: Part, language: &str) -> Option<Vec<Packed>> {
        let name = name(part, language);
        let found = self.holder.drawn_of(self.opened, self.plan, &name);
        let kept = match timeout(LONGEST_READING, found).await {
            Ok(Ok(found)) => found?,
            Ok(Err(problem)) => {
                tracing::warn!(?problem, "what a plan drew cannot be read");
                return None;
            }
            Err(_) => return None,
        };
        let (title, drawn) = read(&kept)?;
        let is_of_plan = title.identity == self.document.forecast.identity;
        let may_be_shown = !part.is_piece() || title.program == program();
        (is_of_plan && may_be_shown).then_some(drawn)
    }

    /// Keeps a part in a language. Where it cannot be kept, the next one who looks waits for the model.
    pub(super) async fn keep(&self, part: Part, language: &str, drawn: &[String]) {
        let identity = self.document.forecast.identity.clone();
        let Ok(kept) = write(identity, drawn) else {
            return;
        };
        let (holder, name) = (self.holder, name(part, language));
        let put = holder.keep_drawn_of(self.opened, self.plan, &name, &kept);
        if let Ok(Err(problem)) = timeout(LONGEST_WRITING, put).await {
            tracing::warn!(?problem, "what a plan drew cannot be kept");
        }
    }
}

fn name(part: Part, language: &str) -> String {
    format!("{}-{language}", part.name())
}

/// The program and the version of its style.
fn program() -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), assets::stamp())
}

/// The bytes that are kept: the title on one line, then the drawings.
fn write(identity: Identity, drawn: &[String]) -> io::Result<Vec<u8>> {
    let packed = drawn.iter().map(String::as_str).map(Packed::of);
    let packed: Vec<Packed> = packed.collect::<io::Result<_>>()?;
    let title = Title {
        identity,
        program: program(),
        lengths: packed.iter().map(|one| one.0.len()).collect(),
    };
    let mut kept = serde_json::to_vec(&title)?;
    kept.push(b'\n');
    kept.extend(packed.iter().flat_map(|one| &one.0));
    Ok(kept)
}

/// What [`write`] wrote; `None`: it is something else.
fn read(kept: &[u8]) -> Option<(Title, Vec<Packed>)> {
    let end = kept.iter().position(|byte| *byte == b'\n')?;
    let (title, rest) = kept.split_at_checked(end)?;
    let title: Title = serde_json::from_slice(title).ok()?;
    let mut rest = rest.get(1..)?;
    let mut drawn = Vec::new();
    for length in &title.lengths {
        let (one, others) = rest.split_at_checked(*length)?;
        drawn.push(Packed(one.to_vec()));
        rest = others;
    }
    Some((title, drawn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_anything_else_is_nothing() {
        let identity = Identity {
            engine_version: "0.1.0".to_owned(),
            parameter_set: "set".to_owned(),
            input: "hash".to_owned(),
            course: "hash".to_owned(),
            draws: 256,
            seed: 1,
        };
        let drawn = ["<p>über</p>".to_owned(), String::new()];
        let kept = write(identity.clone(), &drawn).unwrap_or_default();
        let Some((title, packed)) = read(&kept) else {
            return assert!(read(&kept).is_some());
        };
        assert_eq!((title.identity, title.program), (identity, program()));
        let html: Vec<Option<String>> = packed.iter().map(Packed::html).collect();
        assert_eq!(html, drawn.map(Some));
        let cut = kept.get(..kept.len() - 1).unwrap_or_default();
        for broken in [cut, b"", b"{}\n", b"\n"] {
            assert_eq!(read(broken), None);
        }
        assert_eq!(Packed(b"no gzip".to_vec()).html(), None);
    }
}
