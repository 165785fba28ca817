//! Mistakes that only a language of interpreters makes, planted into the lens of the guide; the kit must find each.

/// A mistake.
pub(super) struct Plant {
    /// What it is.
    pub(super) name: &'static str,
    /// A line of the template, and what stands there instead.
    pub(super) change: (&'static str, &'static str),
    /// What the build or the test must say.
    pub(super) told: &'static [&'static str],
}

/// The mistakes of a language.
pub(super) fn of(language: &str) -> &'static [Plant] {
    match language {
        "rust" => RUST,
        "python" => PYTHON,
        "javascript" => JAVASCRIPT,
        _ => &[],
    }
}

const RUST: &[Plant] = &[
    Plant {
        name: "clock",
        change: (
            "let least = context.number(0)?;",
            "let least = context.number(0)?; let _ = std::time::SystemTime::now();",
        ),
        told: &["a lens has no clock (std::time)"],
    },
    Plant {
        name: "column that is not declared",
        change: (
            "rows.f64_named(&own, \"confidence\")",
            "rows.f64_named(&own, \"trust\")",
        ),
        told: &["FAIL  answers", "`trust`"],
    },
];

const PYTHON: &[Plant] = &[
    Plant {
        name: "hash order",
        change: (
            "    least = context[\"least\"]\n",
            "    least = context[\"least\"]\n    first = next(iter({f\"value {value}\" for value in rows[\"value\"]}), \"\")\n    \
             if first == f\"value {rows['value'][0] if len(rows) else 0}\":\n        least = 0.6\n",
        ),
        told: &["FAIL  same-when-rebuilt", "hash order"],
    },
    Plant {
        name: "clock",
        change: (
            "    least = context[\"least\"]\n",
            "    import time\n    least = context[\"least\"] + 0 * time.time()\n",
        ),
        told: &["a lens has no clock (time.time)"],
    },
    Plant {
        name: "state between calls",
        change: (
            "    least = context[\"least\"]\n",
            "    CALLS.append(1)\n    least = context[\"least\"] + len(CALLS) % 2 / 2\n",
        ),
        told: &["FAIL  same-again"],
    },
    Plant {
        name: "column that is not declared",
        change: ("rows[\"confidence\"]", "rows[\"trust\"]"),
        told: &["FAIL  answers", "`trust`"],
    },
];

const JAVASCRIPT: &[Plant] = &[
    Plant {
        name: "integer beyond its bound",
        change: (
            "  return choose(rows, (row) => (confidences[row] >= least ? weights[row] : 0));",
            "  const found = choose(rows, (row) => (confidences[row] >= least ? weights[row] : 0));\n  \
             found.winners = found.winners.map((winner) => winner + 4294967296);\n  return found;",
        ),
        told: &[
            "FAIL  answers",
            "which is no whole number of 0 ..= 4294967295",
        ],
    },
    Plant {
        name: "clock",
        change: (
            "  const least = context.param(\"least\");",
            "  const least = context.param(\"least\") + 0 * Date.now();",
        ),
        told: &["a lens has no clock (Date)"],
    },
    Plant {
        name: "state between calls",
        change: (
            "  const least = context.param(\"least\");",
            "  calls += 1;\n  const least = context.param(\"least\") + (calls % 2) / 2;",
        ),
        told: &["FAIL  same-again"],
    },
    Plant {
        name: "column that is not declared",
        change: ("rows.column(\"confidence\")", "rows.column(\"trust\")"),
        told: &["FAIL  answers", "`trust`"],
    },
];

/// What a planted line needs at the top of the file.
pub(super) fn with_globals(language: &str, source: &str) -> String {
    match language {
        "python" => source.replace("\n\ndef describe", "\nCALLS = []\n\n\ndef describe"),
        "javascript" => source.replace(
            "\nexport function describe",
            "\nlet calls = 0;\n\nexport function describe",
        ),
        _ => source.to_owned(),
    }
}
