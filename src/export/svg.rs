//! SVG: a scene as text, from which PNG is drawn too.

use super::xml::escape;
use crate::layout::geometry::{Point, Rect};
use crate::layout::text::{Weight, is_arabic};
use crate::scene::{Anchor, Color, Fill, Hatch, Item, Label, Scene, Stroke};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use unicode_bidi::{Direction, get_base_direction};

/// Writes a scene as SVG.
#[must_use]
pub fn svg(scene: &Scene) -> String {
    let mut writer = Writer::default();
    for item in &scene.items {
        writer.item(item);
    }
    let (width, height) = scene.size;
    let mut out = String::with_capacity(writer.body.len() + 4096);
    push(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n",
            escape(&scene.title)
        ),
    );
    out.push_str("<defs>\n");
    for (pattern, id) in &writer.patterns {
        push(&mut out, format_args!("{}", define(*pattern, *id)));
    }
    out.push_str("</defs>\n");
    let ground = hex(scene.ground);
    push(
        &mut out,
        format_args!("<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n"),
    );
    out.push_str(&writer.body);
    out.push_str("</svg>\n");
    out
}

/// Appends formatted text; a String takes any.
fn push(out: &mut String, text: std::fmt::Arguments) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok());
}

type Pattern = (Hatch, [u8; 4], [u8; 4]);

#[derive(Default)]
struct Writer {
    body: String,
    patterns: BTreeMap<Pattern, usize>,
}

impl Writer {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Shape { rect, radius, fill, stroke } => {
                self.shape(*rect, *radius, fill, stroke.as_ref());
            }
            Item::Text(label) => self.text(label),
            Item::Line { points, stroke } => {
                let path: Vec<String> = points.iter().map(|p| pair(*p)).collect();
                let look = look(stroke);
                push(
                    &mut self.body,
                    format_args!(
                        "<polyline points=\"{}\" fill=\"none\" {look}/>\n",
                        path.join(" ")
                    ),
                );
            }
            Item::Curve { points: [a, b, c, d], stroke } => {
                let look = look(stroke);
                push(
                    &mut self.body,
                    format_args!(
                        "<path d=\"M{} C{} {} {}\" fill=\"none\" {look}/>\n",
                        pair(*a),
                        pair(*b),
                        pair(*c),
                        pair(*d)
                    ),
                );
            }
        }
    }

    fn shape(&mut self, r: Rect, radius: f32, fill: &Fill, stroke: Option<&Stroke>) {
        let fill = match *fill {
            Fill::None => "fill=\"none\"".to_owned(),
            Fill::Solid(color) => paint("fill", color),
            Fill::Hatched { hatch, line, ground } => {
                let key = (hatch, bytes(line), bytes(ground));
                let next = self.patterns.len();
                let id = *self.patterns.entry(key).or_insert(next);
                format!("fill=\"url(#h{id})\"")
            }
        };
        let round = if radius > 0.0 { format!(" rx=\"{}\"", short(radius)) } else { String::new() };
        let outline = stroke.map_or_else(String::new, |s| format!(" {}", look(s)));
        push(
            &mut self.body,
            format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{round} {fill}{outline}/>\n",
                short(r.x),
                short(r.y),
                short(r.w.max(0.0)),
                short(r.h.max(0.0))
            ),
        );
    }

    fn text(&mut self, label: &Label) {
        let family = if is_arabic(&label.text) {
            "Vazirmatn, 'Noto Sans Arabic', sans-serif"
        } else {
            "'Noto Sans', 'Noto Sans Ethiopic', Vazirmatn, sans-serif"
        };
        let weight = match label.weight {
            Weight::Regular => "400",
            Weight::SemiBold => "600",
            Weight::Bold => "700",
        };
        let anchor = match label.anchor {
            Anchor::Left => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::Right => " text-anchor=\"end\"",
        };
        push(
            &mut self.body,
            format_args!(
                "<text x=\"{}\" y=\"{}\" font-family=\"{family}\" font-weight=\"{weight}\" \
                 font-size=\"{}\" {}{anchor}>{}</text>\n",
                short(label.at.x),
                short(label.at.y),
                short(label.size),
                paint("fill", label.color),
                escape(&directed(&label.text))
            ),
        );
    }
}

/// A text that says itself that it reads from the right, where it does: those who draw the picture
/// take every text to begin from the left, and would put the parts of a mixed one in that order.
fn directed(text: &str) -> Cow<'_, str> {
    let from_right = is_arabic(text) && get_base_direction(text) == Direction::Rtl;
    if from_right { format!("\u{202B}{text}\u{202C}").into() } else { text.into() }
}

fn bytes(color: Color) -> [u8; 4] {
    [color.0, color.1, color.2, color.3]
}

/// A pattern of lines, told apart by direction and distance.
fn define((hatch, line, ground): Pattern, id: usize) -> String {
    let line = hex(Color(line[0], line[1], line[2], line[3]));
    let ground = hex(Color(ground[0], ground[1], ground[2], ground[3]));
    let (size, width, turn) = match hatch {
        Hatch::NoLink => (4.6, 1.5, 45),
        Hatch::Unresolved => (6.0, 1.3, -45),
        Hatch::Unreviewed => (8.0, 1.2, 45),
        Hatch::Apart => (5.0, 1.6, 0),
    };
    format!(
        "<pattern id=\"h{id}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate({turn})\"><rect width=\"{size}\" height=\"{size}\" \
         fill=\"{ground}\"/><rect width=\"{width}\" height=\"{size}\" fill=\"{line}\"/></pattern>\n"
    )
}

fn look(stroke: &Stroke) -> String {
    let mut look =
        format!("{} stroke-width=\"{}\"", paint("stroke", stroke.color), short(stroke.width));
    if let Some((dash, gap)) = stroke.dash {
        push(&mut look, format_args!(" stroke-dasharray=\"{} {}\"", short(dash), short(gap)));
    }
    look
}

fn paint(what: &str, color: Color) -> String {
    let mut paint = format!("{what}=\"{}\"", hex(color));
    if color.3 < 255 {
        push(&mut paint, format_args!(" {what}-opacity=\"{:.3}\"", f32::from(color.3) / 255.0));
    }
    paint
}

fn hex(color: Color) -> String {
    format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2)
}

fn pair(p: Point) -> String {
    format!("{},{}", short(p.x), short(p.y))
}

/// A number to a hundredth, without trailing zeros.
fn short(value: f32) -> String {
    let mut text = format!("{value:.2}");
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    if text == "-0" { "0".to_owned() } else { text }
}
