//! First lines to come with this change.
