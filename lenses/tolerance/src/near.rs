//! Which points on a line count as one: the heaviest takes in all within its reach, then the heaviest of the rest.

/// How far a centre reaches.
pub(crate) struct Reach {
    pub(crate) bound: f64,
    pub(crate) relative: bool,
    pub(crate) time_ms: f64,
}

/// What can be compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scale {
    /// Amounts of this dimension.
    Amount(u8),
    /// Times of this frame, in milliseconds.
    Time(u8),
}

/// A value as a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) scale: Scale,
    pub(crate) at: f64,
    pub(crate) value: u32,
}

impl Reach {
    fn around(&self, centre: &Point) -> f64 {
        match centre.scale {
            Scale::Time(_) => self.time_ms,
            Scale::Amount(_) if self.relative => self.bound * centre.at.abs(),
            Scale::Amount(_) => self.bound,
        }
    }
}

/// For each point's value the centre that takes it in goes into `stands`. `weights` are those of the values.
pub(crate) fn centres(points: &mut [Point], weights: &[f64], reach: &Reach, stands: &mut [u32]) {
    points.sort_unstable_by(|a, b| {
        a.scale
            .cmp(&b.scale)
            .then(a.at.total_cmp(&b.at))
            .then(a.value.cmp(&b.value))
    });
    let mut heaviest: Vec<usize> = (0..points.len()).collect();
    heaviest.sort_unstable_by(|&a, &b| {
        let (a, b) = (points[a].value, points[b].value);
        weights[b as usize]
            .total_cmp(&weights[a as usize])
            .then(a.cmp(&b))
    });
    let mut taken = vec![false; points.len()];
    for place in heaviest {
        if taken[place] {
            continue;
        }
        let centre = points[place];
        let reach = reach.around(&centre);
        let near =
            |point: &Point| point.scale == centre.scale && (point.at - centre.at).abs() <= reach;
        let mut take = |other: usize| {
            if !taken[other] {
                taken[other] = true;
                stands[points[other].value as usize] = centre.value;
            }
        };
        // Centres lie further apart than one reach, so a point is passed by few of them.
        let above = points[place..].iter().take_while(|point| near(point));
        (place..).zip(above).for_each(|(other, _)| take(other));
        let below = points[..place].iter().rev();
        let below = below.take_while(|point| near(point)).count();
        (place - below..place).for_each(take);
    }
}
