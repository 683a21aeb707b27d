//! Why a technique was refused.

use thiserror::Error;

/// A technique that the device or the body cannot carry out. Each text is one sentence with the value and what is allowed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NeedlingError {
    /// The technique is meant for another device.
    #[error(
        "The technique names the device \"{named}\", but the device given is \"{given}\"; use the device that it names."
    )]
    OtherDevice {
        /// Device id of the technique.
        named: String,
        /// Device id of the device.
        given: String,
    },
    /// The needle length lies outside the mechanical limits of the device.
    #[error(
        "needle_length_mm is {length_mm} mm, but must be from {shortest_mm} to {longest_mm} mm with the device \"{device}\"."
    )]
    NeedleLength {
        /// Device id.
        device: String,
        /// Requested length, mm.
        length_mm: f64,
        /// Shortest length of the device, mm.
        shortest_mm: f64,
        /// Longest length of the device, mm.
        longest_mm: f64,
    },
    /// Passes, density or time that no hand would do.
    #[error("{quantity} is {value}, but must be a number from 0 to {most}.")]
    Coverage {
        /// Field name.
        quantity: &'static str,
        /// Requested value.
        value: f64,
        /// Largest value that makes sense.
        most: f64,
    },
    /// Time on the skin given for a device without a motor.
    #[error(
        "seconds_per_cm2 is given for the device \"{device}\", which has no motor; give passes or channels_per_cm2."
    )]
    TimeWithoutMotor {
        /// Device id.
        device: String,
    },
    /// An area that is not a positive finite number.
    #[error("area_cm2 is {area_cm2}, but must be a number of at least 0.")]
    Area {
        /// Requested area, cm².
        area_cm2: f64,
    },
}
