#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::Space;
use crate::{Batch, Error, SupportsView};

const OFFSETS: [u32; 4] = [0, 3, 3, 5];
const VALUES: [u32; 5] = [0, 1, 0, 0, 0];
const VOICES: [u32; 5] = [0, 1, 2, 1, 0];
const WEIGHTS: [f64; 5] = [1.0, 0.5, 0.5, 1.0, 1.0];

fn batch(supports: SupportsView<'static>) -> Batch<'static> {
    Batch {
        offsets: &OFFSETS,
        u32_columns: &[],
        f64_columns: &[],
        supports,
    }
}

fn space(supports: SupportsView<'static>) -> Space<'static> {
    Space::new(&batch(supports), &VALUES, &VOICES, &WEIGHTS).unwrap()
}

#[test]
fn classes_are_numbered_over_all_groups() {
    let space = space(SupportsView::default());
    assert_eq!(space.class, [0, 1, 0, 2, 2]);
    assert_eq!(space.class_offsets, [0, 2, 2, 3]);
    assert_eq!((space.groups(), space.classes(), space.voices), (3, 3, 3));
    assert_eq!(space.shares(), [0.75, 0.25, 1.0]);
}

#[test]
fn a_voice_is_as_reliable_as_its_rows_are_right_on_average() {
    let space = space(SupportsView::default());
    let mut means = [0.0; 3];
    let change = space.means(&[1.0, 0.0, 0.5], 0.0, 0.8, &mut means);
    assert_eq!(means, [0.75, 1.0 / 3.0, 1.0]);
    assert_eq!(change, 1.0);
    space.means(&[1.0, 0.0, 0.5], 2.0, 0.8, &mut means);
    assert_eq!(means[0], (1.6 + 1.5) / 4.0);
}

#[test]
fn who_states_a_supporting_value_is_credited_with_the_supported_one() {
    let space = space(SupportsView {
        groups: &[0],
        sources: &[1],
        targets: &[0],
        strengths: &[0.5],
    });
    assert_eq!(space.supports_of(0).collect::<Vec<_>>(), [(1, 0, 0.5)]);
    assert_eq!(space.supports_of(2).count(), 0);
    let mut credited = Vec::new();
    space.credited(&[0.8, 0.2, 1.0], &mut credited);
    assert_eq!(credited, [0.8, 0.2 + 0.4, 1.0]);
}

#[test]
fn ids_that_no_host_gives_are_refused() {
    let rows = batch(SupportsView::default());
    let wrong_value = Space::new(&rows, &[1, 0, 0, 0, 0], &VOICES, &WEIGHTS);
    assert_eq!(wrong_value.unwrap_err().code, Error::INPUT);
    let wrong_voice = Space::new(&rows, &VALUES, &[0, 9, 0, 0, 0], &WEIGHTS);
    assert_eq!(wrong_voice.unwrap_err().code, Error::INPUT);
    let stray = SupportsView {
        groups: &[0],
        sources: &[2],
        targets: &[0],
        strengths: &[0.5],
    };
    let stray = Space::new(&batch(stray), &VALUES, &VOICES, &WEIGHTS);
    assert_eq!(stray.unwrap_err().code, Error::INPUT);
}
