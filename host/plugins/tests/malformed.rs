//! Components that are cut, flipped or bloated: always a typed error or a plugin, never a panic, and bounded in time.

mod support;

use std::{path::PathBuf, time::Duration};

use stemedb_plugins::{Compiler, Digest, HostOptions, InstallError, PluginHost};
use support::{guest, host, live, resolve};

const SEED: u64 = 0x5eed_0001;
/// Changed components that are tried; each that passes validation is compiled and run.
const FLIPS: usize = 160;

/// A small generator (xorshift), so that a failure can be had again.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("below a usize")
    }
}

/// A host that loses little time with guests that loop.
fn impatient() -> PluginHost {
    let options = HostOptions {
        instances_max: 4,
        memory_bytes_max: 32 << 20,
        deadline: Duration::from_millis(10),
        ..HostOptions::default()
    };
    PluginHost::in_memory(options).expect("a host")
}

fn still_works(host: &PluginHost) {
    let good = host
        .install(&guest("consensus"))
        .expect("consensus installs");
    let found = resolve(&good, &live("public"), &[0, 1, 1]).expect("an answer");
    assert_eq!(found.winners, [1]);
}

#[test]
fn a_cut_component_is_refused_at_every_length() {
    let host = impatient();
    let whole = guest("recency");
    let lengths = (0..64)
        .chain((64..whole.len()).step_by(61))
        .chain([whole.len() - 1]);
    for length in lengths {
        let told = host.install(&whole[..length]);
        let error = told.expect_err("a cut component must not install");
        assert!(!error.to_string().is_empty(), "{length}");
    }
    still_works(&host);
}

#[test]
fn a_component_with_flipped_bits_never_panics() {
    let host = impatient();
    let whole = guest("recency");
    let mut random = Random(SEED);
    let mut refused = 0;
    for turn in 0..FLIPS {
        let mut changed = whole.clone();
        let mut places = Vec::new();
        for _ in 0..=random.below(3) {
            let (at, bit) = (random.below(changed.len()), random.below(8));
            changed[at] ^= 1 << bit;
            places.push((at, bit));
        }
        match host.install(&changed) {
            Err(_) => refused += 1,
            // A flip may change a name or a number in code: then it is another lens, held to the same checks.
            Ok(plugin) => {
                for values in [&[][..], &[0], &[0, 1, 0, 2]] {
                    let told = resolve(&plugin, &live("public"), values);
                    if let Err(error) = told {
                        let named = error.plugin().digest;
                        assert_eq!(named, Digest::of(&changed), "{SEED:#x} {turn} {places:?}");
                    }
                }
            }
        }
    }
    assert!(
        refused > FLIPS / 2,
        "only {refused} of {FLIPS} were refused"
    );
    still_works(&host);
}

#[test]
fn what_is_no_component_is_refused() {
    let host = impatient();
    for bytes in [
        &b""[..],
        b"\0asm",
        b"\0asm\x01\0\0\0",
        b"\0asm\x0d\0\x01\0",
        b"(component)",
        b"\x7fELF",
    ] {
        let told = host.install(bytes).expect_err("no component");
        assert!(
            matches!(
                told,
                InstallError::Malformed { .. }
                    | InstallError::WrongVersion { .. }
                    | InstallError::NoWorld { .. }
            ),
            "{told}"
        );
    }
    still_works(&host);
}

#[test]
fn too_large_a_component_is_refused_unread() {
    let (_folder, host) = host(|options| options.component_bytes_max = 1000);
    let told = host.install(&guest("recency")).expect_err("too large");
    assert!(
        matches!(
            told,
            InstallError::TooLarge {
                bytes_max: 1000,
                ..
            }
        ),
        "{told}"
    );
}

#[test]
fn a_component_that_takes_for_ever_to_compile_is_stopped() {
    let (_folder, host) = host(|options| {
        options.compile_deadline = Duration::from_millis(250);
        options.compiler = Compiler::Child {
            program: PathBuf::from(env!("CARGO_BIN_EXE_stemedb-compile")),
            args: Vec::new(),
        };
    });
    let told = host
        .install(&bloated(&guest("recency")))
        .expect_err("too long");
    assert!(matches!(told, InstallError::Compile { .. }), "{told}");
    assert!(told.to_string().contains("longer than 250ms"), "{told}");
}

/// The component with one more module in it, which is valid, never used, and has many long functions.
fn bloated(component: &[u8]) -> Vec<u8> {
    let section = |id: u8, content: &[u8]| [&[id][..], &leb(content.len()), content].concat();
    // local.get 0, i32.const 1, i32.add, local.set 0
    let step = [0x20, 0, 0x41, 1, 0x6a, 0x21, 0];
    let body = [&[0][..], &step.repeat(100_000), &[0x0b]].concat();
    let function = [leb(body.len()), body].concat();
    let functions = 24;
    let module = [
        b"\0asm\x01\0\0\0".to_vec(),
        section(1, &[1, 0x60, 1, 0x7f, 0]),
        section(
            3,
            &[&[functions][..], &vec![0; usize::from(functions)]].concat(),
        ),
        section(
            10,
            &[&[functions][..], &function.repeat(usize::from(functions))].concat(),
        ),
    ]
    .concat();
    [component, &section(1, &module)].concat()
}

/// An unsigned LEB128 number.
fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).expect("seven bits");
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
