//! The columns of the table for research.

/// What kind of value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// True or false.
    Flag,
}

impl ColumnKind {
    /// Name of the type, as programs call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Whole => "int32",
            Self::Number => "double",
            Self::Flag => "boolean",
        }
    }
}

/// A column of the table for research.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResearchColumn {
    /// Name.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Unit; empty: none.
    pub unit: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether values may be missing: withheld where too few people share them, or never given.
    pub is_optional: bool,
}

const fn told(
    name: &'static str,
    kind: ColumnKind,
    unit: &'static str,
    meaning: &'static str,
) -> ResearchColumn {
    ResearchColumn {
        name,
        meaning,
        unit,
        kind,
        is_optional: false,
    }
}

const fn optional(
    name: &'static str,
    kind: ColumnKind,
    unit: &'static str,
    meaning: &'static str,
) -> ResearchColumn {
    ResearchColumn {
        is_optional: true,
        ..told(name, kind, unit, meaning)
    }
}

/// Columns of the table.
pub const RESEARCH_COLUMNS: [ResearchColumn; 19] = [
    optional(
        "sex",
        ColumnKind::Text,
        "",
        "Sex; withheld where too few share it.",
    ),
    told(
        "age_decade",
        ColumnKind::Whole,
        "years",
        "First year of the decade of age at the first session.",
    ),
    optional(
        "phototype",
        ColumnKind::Whole,
        "",
        "Fitzpatrick phototype, 1 to 6; withheld where too few share it.",
    ),
    told(
        "indication",
        ColumnKind::Text,
        "",
        "Id of what was treated.",
    ),
    told("zone", ColumnKind::Text, "", "Id of the zone."),
    optional(
        "device",
        ColumnKind::Text,
        "",
        "Id of the device in the catalogue; withheld where too few share it.",
    ),
    optional(
        "needle_length_from_mm",
        ColumnKind::Number,
        "mm",
        "Lower end of the half millimetre in which the needle length lies; withheld where too few share it.",
    ),
    optional(
        "sessions",
        ColumnKind::Whole,
        "1",
        "Signed sessions before the result; withheld where too few share it.",
    ),
    told(
        "period",
        ColumnKind::Whole,
        "28 d",
        "Four weeks in which the result was judged, else in which the patient spoke of it, counted from 0 at the first session.",
    ),
    optional(
        "scale",
        ColumnKind::Text,
        "",
        "Id of the scale; empty, as all columns to minimal_detectable_change, where no scale was judged and the patient spoke of the result.",
    ),
    optional(
        "is_blinded",
        ColumnKind::Flag,
        "",
        "Whether whoever rated did not know what was done; the prediction is of what such a rater sees. Empty where no scale was judged.",
    ),
    optional(
        "predicted_p05",
        ColumnKind::Number,
        "units of the scale",
        "5 % quantile of the locked prediction of the improvement, rounded; empty where no scale was judged.",
    ),
    optional(
        "predicted_p25",
        ColumnKind::Number,
        "units of the scale",
        "25 % quantile, rounded; empty where no scale was judged.",
    ),
    optional(
        "predicted_p50",
        ColumnKind::Number,
        "units of the scale",
        "Median, rounded; empty where no scale was judged.",
    ),
    optional(
        "predicted_p75",
        ColumnKind::Number,
        "units of the scale",
        "75 % quantile, rounded; empty where no scale was judged.",
    ),
    optional(
        "predicted_p95",
        ColumnKind::Number,
        "units of the scale",
        "95 % quantile, rounded; empty where no scale was judged.",
    ),
    optional(
        "observed",
        ColumnKind::Number,
        "units of the scale",
        "The improvement that came, positive = better, rounded; empty where no scale was judged.",
    ),
    optional(
        "minimal_detectable_change",
        ColumnKind::Number,
        "units of the scale",
        "Smallest improvement that the scale can tell from rating error; empty where no scale was judged.",
    ),
    optional(
        "patient_grade",
        ColumnKind::Number,
        "1",
        "What the patient said when the result was judged, of the zone where it was told apart, else of the whole treatment: grade of the Global Aesthetic Improvement Scale, 1 very much better, 4 no change, 5 worse; empty where nothing was said. No prediction is of it.",
    ),
];
