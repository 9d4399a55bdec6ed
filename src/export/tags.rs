//! The links as IATI `tag` elements, so that an agency can take them into its own IATI file and
//! the next import finds them there: `import` knows the vocabulary by its URI.

use super::xml::escape;
use crate::import::{LINKS, Options};
use crate::model::{Effect, Framework, Objective, ObjectiveId, Program, ProgramId};
use std::fmt::{Arguments, Write};

/// The programs with supporting links as IATI activities, version 2.03.
#[must_use]
pub fn tags(framework: &Framework) -> String {
    let uri = escape(&Options::uri_of(framework));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(
        "<!-- Which objectives of the shared framework each activity supports: copy the tag \
         elements of an activity into its own IATI file. -->\n",
    );
    let (mark, links) = LINKS;
    push(
        &mut out,
        format_args!(
            "<iati-activities version=\"2.03\" xmlns:throughline=\"urn:throughline\" {mark}=\"{links}\">\n"
        ),
    );
    for (id, program) in framework.programs() {
        let links = program.links.iter().filter(|(_, link)| link.effect == Effect::Supports);
        let objectives: Vec<_> = links.map(|(id, _)| (id, framework.objective(id))).collect();
        if !objectives.is_empty() {
            activity(&mut out, framework, id, program);
            for (id, objective) in objectives {
                tag(&mut out, &uri, id, objective.map(|objective| &**objective));
            }
            out.push_str("  </iati-activity>\n");
        }
    }
    out.push_str("</iati-activities>\n");
    out
}

/// The head of an activity, up to its tags.
fn activity(out: &mut String, framework: &Framework, id: &ProgramId, program: &Program) {
    let identifier = program.identifiers.first().map_or(id.as_str(), String::as_str);
    out.push_str("  <iati-activity>\n");
    push(out, format_args!("    <iati-identifier>{}</iati-identifier>\n", escape(identifier)));
    let owner = program.owner.as_ref().and_then(|id| framework.actor(id));
    if let Some((owner, reference)) = owner.and_then(|o| Some((o, o.identifier.as_ref()?))) {
        let kind = owner.kind.map_or_else(String::new, |kind| format!(" type=\"{kind}\""));
        push(
            out,
            format_args!(
                "    <reporting-org ref=\"{}\"{kind}><narrative>{}</narrative></reporting-org>\n",
                escape(reference),
                escape(&owner.name)
            ),
        );
    }
    push(
        out,
        format_args!("    <title><narrative>{}</narrative></title>\n", escape(&program.title)),
    );
}

fn tag(out: &mut String, uri: &str, id: &ObjectiveId, objective: Option<&Objective>) {
    let code = objective.and_then(|o| o.code.as_deref()).filter(|code| !code.trim().is_empty());
    let title = objective.map_or(id.as_str(), |o| o.title.as_str());
    push(
        out,
        format_args!(
            "    <tag code=\"{}\" vocabulary=\"99\" vocabulary-uri=\"{uri}\"><narrative>{}</narrative></tag>\n",
            escape(code.unwrap_or(id.as_str())),
            escape(title)
        ),
    );
}

/// Appends formatted text; a String takes any.
fn push(out: &mut String, text: Arguments) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok());
}
