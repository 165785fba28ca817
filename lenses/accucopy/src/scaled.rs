//! Long products without underflow and without logarithms: a number and how often it was scaled up.

/// What a product is multiplied by when it becomes small.
const UP: f64 = 1e100;
const SMALL: f64 = 1e-100;

/// A product of numbers above 0. Factors must not be smaller than 1e-100 or greater than 1e100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Product {
    number: f64,
    scalings: i32,
}

impl Product {
    pub(crate) const ONE: Self = Self {
        number: 1.0,
        scalings: 0,
    };

    #[inline]
    pub(crate) fn times(&mut self, factor: f64) {
        self.number *= factor;
        if self.number < SMALL {
            self.number *= UP;
            self.scalings += 1;
        } else if self.number > UP {
            self.number *= SMALL;
            self.scalings -= 1;
        }
    }

    /// The natural logarithm.
    pub(crate) fn ln(self) -> f64 {
        libm::log(self.number) - f64::from(self.scalings) * LN_UP
    }
}

/// ln of [`UP`].
const LN_UP: f64 = 230.258_509_299_404_57;

/// Products that only matter in proportion to each other, scaled together.
#[derive(Debug, Default)]
pub(crate) struct Rivals {
    pub(crate) numbers: Vec<f64>,
    scalings: i32,
}

impl Rivals {
    /// So many products, all 1.
    pub(crate) fn restart(&mut self, count: usize) {
        self.numbers.clear();
        self.numbers.resize(count, 1.0);
        self.scalings = 0;
    }

    /// To be called after each round of factors.
    #[inline]
    pub(crate) fn rescale(&mut self) {
        let top = self
            .numbers
            .iter()
            .fold(0.0_f64, |top, &number| top.max(number));
        if top < SMALL {
            for number in &mut self.numbers {
                *number *= UP;
            }
            self.scalings += 1;
        }
    }

    /// Turns the products into parts of their sum; the answer is ln of the sum.
    pub(crate) fn normalise(&mut self) -> f64 {
        let mut sum = 0.0;
        for &number in &self.numbers {
            sum += number;
        }
        for number in &mut self.numbers {
            *number /= sum;
        }
        libm::log(sum) - f64::from(self.scalings) * LN_UP
    }
}
