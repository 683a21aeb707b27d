//! Plans, answers and photographs as the program itself makes them: a demonstration is filled in a temporary folder, and what
//! its people have is given to the people of the large clinic.

use std::path::Path;
use std::sync::Arc;

use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{KeptJson, PlanBasis, Verdict};
use needlework_clinic::server::{Clinic, Setting, SystemClock, fill};
use needlework_planning::Library;
use serde_json::Value;

use crate::record_in;

/// A plan as it lies in a chart.
#[derive(Clone)]
pub(crate) struct PlanModel {
    pub(crate) sessions: u32,
    pub(crate) basis: PlanBasis,
    pub(crate) document: KeptJson,
}

/// A photograph: view, kind of file, pixels.
pub(crate) struct PhotographModel {
    pub(crate) view: String,
    pub(crate) media_type: String,
    pub(crate) pixels: Vec<u8>,
}

/// What the people of the demonstration have.
pub(crate) struct Models {
    pub(crate) library: Library,
    pub(crate) plans: Vec<PlanModel>,
    pub(crate) answers: Vec<Value>,
    pub(crate) photographs: Vec<PhotographModel>,
}

/// Makes a demonstration, and takes from it.
pub(crate) async fn models() -> Models {
    let folder = std::env::temp_dir().join(format!("clinic-data-models-{}", std::process::id()));
    let models = taken_from(&folder).await;
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!models.plans.is_empty() && !models.answers.is_empty());
    models
}

async fn taken_from(folder: &Path) -> Models {
    let keys = folder.join("keys");
    let setting = Setting {
        is_demonstration: true,
        ..Setting::default()
    };
    let clinic = Clinic::open(
        record_in(folder, &keys, None).await.unwrap(),
        Arc::new(SystemClock),
        Arc::new(OperatingSystem),
        setting,
    );
    let clinic = Arc::new(clinic.await.unwrap());
    fill(&clinic).await.unwrap();
    clinic.close().await;
    let record = record_in(folder, &keys, None).await.unwrap();
    let lists = needlework_chart::lists::Lists::rebuild(&record)
        .await
        .unwrap();
    let mut models = Models {
        library: Library::shipped().unwrap(),
        plans: Vec::new(),
        answers: Vec::new(),
        photographs: Vec::new(),
    };
    for row in lists.directory().rows() {
        let opened = record.open(row.patient).await.unwrap();
        let chart = opened.chart();
        models
            .plans
            .extend(chart.plans.values().map(|plan| PlanModel {
                sessions: plan.sessions,
                basis: plan.basis.clone(),
                document: plan.document.clone(),
            }));
        let permitted = chart.screenings.values().map(|stated| &stated.facts);
        let permitted = permitted.filter(|facts| facts.verdict == Verdict::Permitted);
        models
            .answers
            .extend(permitted.map(|facts| facts.answers.clone()));
        for (photograph, known) in &chart.photographs {
            let pixels = record.pixels(&opened, *photograph).await.unwrap();
            models.photographs.push(PhotographModel {
                view: known.added.facts.view.clone(),
                media_type: known.added.facts.media_type.clone(),
                pixels: pixels.to_vec(),
            });
        }
    }
    models
}
