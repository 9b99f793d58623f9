//! The colour that a community chooses for its pages, and whether people can read with it: contrast as WCAG 2.2 counts
//! it (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).

use std::fmt;

use serde::Deserialize;

/// Least contrast of letters with what they stand on (success criterion 1.4.3).
const READABLE: f64 = 4.5;

/// What pages stand on by day and by night: `--paper` and `--sheet` of their style, of each the harder one to read on.
const PAPER: Colour = Colour([0xfa, 0xf7, 0xf2]);
const NIGHT: Colour = Colour([0x1d, 0x20, 0x23]);
const WHITE: Colour = Colour([0xff; 3]);

/// So much of the accent, in percent, tints the ground of what should be seen first (`--accent-soft`).
const SOFT: u16 = 10;

/// Red, green and blue in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The colour of links and buttons, by day and by night. Settings name the one of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Accent {
    /// As chosen; it can be read on the pages' paper, and so white on it.
    pub day: Colour,
    /// The same made lighter, until it can be read on the dark pages.
    pub night: Colour,
}

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let channel = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// How well one can be read on the other: 1 is not at all, 21 is black on white.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// 0 is black, 1 is white.
    fn luminance(self) -> f64 {
        let Self([red, green, blue]) = self;
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The same with so many percent of another one in it.
    fn with(self, percent: u16, other: Self) -> Self {
        let Self([red, green, blue]) = self;
        let Self([other_red, other_green, other_blue]) = other;
        let mixed = |one: u8, two: u8| {
            let sum = u16::from(one) * (100 - percent) + u16::from(two) * percent;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Self([mixed(red, other_red), mixed(green, other_green), mixed(blue, other_blue)])
    }

    /// Whether it can be read on this ground, also where the ground is tinted with it.
    fn can_be_read_on(self, ground: Self) -> bool {
        self.least_contrast_on(ground) >= READABLE
    }

    /// How well it can be read on this ground, or where the ground is tinted with it: the worse of the two.
    fn least_contrast_on(self, ground: Self) -> f64 {
        self.contrast(ground).min(self.contrast(ground.with(SOFT, self)))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Accent {
    /// The accent of a colour, if it can be read by day.
    pub fn of(day: Colour) -> Option<Self> {
        let lighter = (0..=100).map(|percent| day.with(percent, WHITE));
        let night = lighter.into_iter().find(|colour| colour.can_be_read_on(NIGHT))?;
        day.can_be_read_on(PAPER).then_some(Self { day, night })
    }
}

impl TryFrom<String> for Accent {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let colour = Colour::parse(text.trim()).ok_or("the accent colour is written as #rrggbb")?;
        Self::of(colour).ok_or_else(|| {
            // Cut, not rounded: 4.46 must not read as 4.5.
            let contrast = (colour.least_contrast_on(PAPER) * 10.0).floor() / 10.0;
            format!(
                "the accent colour {colour} is too light to be read on the pages: its contrast is {contrast:.1}:1, and \
                 people need {READABLE}:1; take a darker one"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accent(text: &str) -> Option<Accent> {
        Colour::parse(text).and_then(Accent::of)
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let black = Colour::parse("#000000").unwrap();
        assert!((black.contrast(WHITE) - 21.0).abs() < 0.001);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 0.001);
        // The usual example of a grey that just passes on white.
        assert!(Colour::parse("#767676").unwrap().contrast(WHITE) >= READABLE);
        assert!(Colour::parse("#777777").unwrap().contrast(WHITE) < READABLE);
    }

    #[test]
    fn only_what_can_be_read_is_taken_and_the_night_gets_its_own() {
        for pale in ["#ffcc00", "#9ad1ff", "#888888"] {
            assert_eq!(accent(pale), None, "{pale}");
        }
        for wrong in ["", "1f5f5b", "#1f5f5", "#1f5f5bb", "#gggggg", "#éé0", "teal"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
        let dark = accent("#3b1d5e").unwrap();
        assert_eq!(dark.day.to_string(), "#3b1d5e");
        assert!(dark.night.can_be_read_on(NIGHT) && dark.night != dark.day);
    }
}
