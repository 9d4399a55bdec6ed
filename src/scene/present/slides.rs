//! What is shown, one after another: the scenes of the document, or those that every framework
//! has. Computed; nothing is written to the document here.

use crate::graph::Dag;
use crate::layout::Forest;
use crate::model::{Framework, ObjectiveId, Scene, SceneId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What fills a slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The cards that the scene leaves in sight, over the programs that show no link.
    Cards,
    /// The programs that show no link alone.
    Orphans,
}

/// One of the things that are shown, one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slide {
    /// Which scene of the document it is; `None` where it is offered and not written there.
    pub id: Option<SceneId>,
    /// What it shows.
    pub scene: Arc<Scene>,
    /// What fills it.
    pub of: Of,
}

impl Slide {
    fn offered(scene: Scene, of: Of) -> Self {
        Self { id: None, scene: Arc::new(scene), of }
    }
}

/// The slides of a framework: its scenes in their order; where it has none, the whole, the
/// programs that show no link, and each top objective.
#[must_use]
pub fn slides(framework: &Framework) -> Vec<Slide> {
    let mut scenes: Vec<_> = framework.scenes().iter().collect();
    scenes.sort_by(|a, b| a.1.order.cmp(&b.1.order).then_with(|| a.0.cmp(b.0)));
    if scenes.is_empty() {
        return offered(framework);
    }
    let of = |(id, scene): (&SceneId, &Arc<Scene>)| Slide {
        id: Some(id.clone()),
        scene: Arc::clone(scene),
        of: Of::Cards,
    };
    scenes.into_iter().map(of).collect()
}

/// The slides that every framework has.
#[must_use]
pub fn offered(framework: &Framework) -> Vec<Slide> {
    let whole = Scene::new("Where do our programs meet our plan?");
    let orphans = Scene::new("Which programs show no link yet?");
    let mut slides = vec![Slide::offered(whole, Of::Cards), Slide::offered(orphans, Of::Orphans)];
    slides.extend(tops(framework).into_iter().map(|id| {
        let mut scene = Scene::new(framework.objective_name(&id));
        scene.focus = Some(id);
        Slide::offered(scene, Of::Cards)
    }));
    slides
}

/// The objectives that stand under nothing, in the group's order.
fn tops(framework: &Framework) -> Vec<ObjectiveId> {
    let dag = Dag::new(framework);
    let forest = Forest::new(framework, &dag, &BTreeSet::new(), None);
    let id = |&node: &usize| dag.id(forest.nodes[node].objective).clone();
    forest.roots.iter().filter(|&&node| forest.nodes[node].depth == 0).map(id).collect()
}
