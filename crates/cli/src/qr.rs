//! A link as a QR code of half blocks.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

/// Black on white whatever the terminal's colours, then as it was.
const PAPER: &str = "\u{1b}[38;5;16;48;5;231m";
const RESET: &str = "\u{1b}[0m";

/// The QR code; nothing if the text is too long for one. Without colours it is drawn for light text on a
/// dark ground.
pub(crate) fn drawn(text: &str, colours: bool) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::L) else {
        return String::new();
    };
    let mut renderer = code.render::<Dense1x2>();
    if !colours {
        renderer.dark_color(Dense1x2::Light).light_color(Dense1x2::Dark);
    }
    let drawn = renderer.quiet_zone(true).build();
    if !colours {
        return drawn;
    }
    let lines: Vec<_> = drawn.lines().map(|line| format!("{PAPER}{line}{RESET}")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_fits_a_terminal() {
        let link = format!("sitr://join#{}", "A".repeat(260));
        let drawn = drawn(&link, false);
        assert!(drawn.lines().count() > 20);
        assert!(drawn.lines().all(|line| line.chars().count() <= 80));
        assert!(super::drawn(&link, true).lines().all(|line| line.ends_with(RESET)));
        assert!(super::drawn(&"A".repeat(5000), false).is_empty());
    }
}
