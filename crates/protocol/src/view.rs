//! The fixed photograph views of the mount, from `data/views.toml` (clinic reference 2.2).

use std::collections::BTreeSet;

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};
use needlework_skin::ZoneKind;
use schemars::JsonSchema;
use serde::Serialize;

const FILE: DataFile = DataFile {
    name: "views.toml",
    text: include_str!("../data/views.toml"),
};
/// Names of [`ZoneKind`] in the file.
const KINDS: [(&str, ZoneKind); 3] = [
    ("face", ZoneKind::Face),
    ("neck", ZoneKind::Neck),
    ("body", ZoneKind::Body),
];
/// Versions run from 1; the upper end only guards against a slip of the keyboard.
const MOST_VERSIONS: u32 = 10_000;

/// One view.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct View {
    /// Identifier in the record, for example `right-oblique`.
    pub id: String,
    /// Counted up with every change; a translation names the version that it translates.
    pub version: u32,
    /// Name for whoever takes the photograph.
    pub name: String,
    /// What the person is asked to do, or how the camera is held.
    pub instruction: String,
    /// Turn of the head away from the camera, degrees; positive to the person's own left.
    pub head_turn_degrees: f64,
    /// How far the chin is raised, degrees.
    pub head_lift_degrees: f64,
    /// Kinds of zones for which it is taken.
    pub shows: Vec<ZoneKind>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// All views in the order in which they are taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Views {
    /// The least short side of a photograph that can show a view, px.
    pub least_side_pixels: Sourced<f64>,
    views: Vec<View>,
}

impl Views {
    /// The views that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads views from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key or the least side is missing, unknown or out of range, an id occurs twice, a view shows nothing, or a
    /// source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let least_side_pixels = Sourced::read(&mut root, "least_side", "px", bibliography)?;
        let mut seen = BTreeSet::new();
        let views = root.rows("view", |row| {
            let view = view(row, bibliography)?;
            if seen.insert(view.id.clone()) {
                Ok(view)
            } else {
                Err(row.error("id", &view.id, "an id that no other view has"))
            }
        })?;
        root.finish()?;
        Ok(Self {
            least_side_pixels,
            views,
        })
    }

    /// The view with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }

    /// All views in the order in which they are taken.
    pub fn iter(&self) -> impl Iterator<Item = &View> {
        self.views.iter()
    }

    /// The views that are taken when zones of these kinds are treated.
    pub fn for_kinds(&self, kinds: &[ZoneKind]) -> impl Iterator<Item = &View> {
        self.views
            .iter()
            .filter(|view| view.shows.iter().any(|kind| kinds.contains(kind)))
    }
}

fn view(row: &mut Block, bibliography: &Bibliography) -> Result<View, DataError> {
    let shows = row.texts("shows")?;
    let kinds = shows
        .iter()
        .map(|name| {
            let known = KINDS.iter().find(|(known, _)| known == name);
            known
                .map(|(_, kind)| *kind)
                .ok_or_else(|| row.error("shows", name, "face, neck or body"))
        })
        .collect::<Result<Vec<ZoneKind>, _>>()?;
    if kinds.is_empty() {
        return Err(row.error("shows", "empty", "one or more of face, neck and body"));
    }
    Ok(View {
        id: row.text("id")?,
        version: row.whole("version", 1..=MOST_VERSIONS)?,
        name: row.text("name")?,
        instruction: row.text("instruction")?,
        head_turn_degrees: row.number("head_turn_degrees", -90.0..=90.0)?,
        head_lift_degrees: row.number("head_lift_degrees", -45.0..=45.0)?,
        shows: kinds,
        provenance: Provenance::read(row, bibliography)?,
    })
}
