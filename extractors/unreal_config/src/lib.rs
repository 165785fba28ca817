//! # unreal_config
//!
//! **What it sees.** In the INI files of Unreal Engine projects: credentials that are filled in (`secrets/api_key`,
//! `secrets/password`, `secrets/token`, `secrets/encryption_key` `hardcoded`), certificate checking
//! (`tls/cert_verification` `enabled`), what is packaged (`unreal/build_configuration` `value`, `unreal/debug_files`
//! `packaged`, `unreal/pak_ini_encryption` and `unreal/pak_signing` `enabled`), and doors for developers that are left open
//! (`unreal/remote_control`, `unreal/python_remote_execution`, `unreal/android_file_server` `enabled`).
//!
//! **Why it matters.** These files are packed into the game: whoever has the game has them.
//!
//! **Example.** `n.VerifyPeer=False` in Config/DefaultEngine.ini: `tls/cert_verification enabled = false`, 0.95 sure.
//!
//! **When it stays silent.** Empty credentials, placeholders, and paths of assets (`/Game/…`) below keys that sound like
//! credentials.
//!
//! **Limits.** Only files below a folder `Config`, or named `Default….ini`, are read. What a platform's file overrides is
//! not followed.
//!
//! **References.** Epic, "Configuration Files", "Packaging Projects", "Cooking and Pak Files"; CWE-798; CWE-295; CWE-489.

mod judge;

use aphoria_sdk::{Language, Rule, Says, Table, Told};

/// What the configuration of an Unreal project gives away or leaves open.
pub const TABLE: Table = Table {
    id: "unreal_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "What the configuration of an Unreal project gives away or leaves open",
    globs: &["**/Config/**/*.ini", "**/Default*.ini"],
    rules: &[RULES],
};

const INI: &[Language] = &[Language::Ini];

/// A credential is filled in.
const fn secret(concept: &'static str) -> Says {
    Says::flag(concept, "hardcoded", true, 0.9, "a credential is filled in")
}

/// The value says whether something is switched on.
const fn switch(concept: &'static str, predicate: &'static str, reason: &'static str) -> Says {
    Says::told(concept, predicate, Told::CaptureFlag(1), 0.95, reason)
}

const RULES: &[Rule] = &[
    Rule::key(
        "api-key",
        INI,
        &[
            "**.ApiKey",
            "**.SecretKey",
            "**.ClientSecret",
            "**.AppSecret",
            "**.DeploymentSecret",
            "**.ClientEncryptionKey",
        ],
        secret("secrets/api_key"),
    )
    .judged(judge::credential),
    Rule::key(
        "password",
        INI,
        &[
            "**.ServerPassword",
            "**.AdminPassword",
            "**.StorePassword",
            "**.KeyStorePassword",
            "**.KeyPassword",
            "**.DatabasePassword",
        ],
        secret("secrets/password"),
    )
    .judged(judge::credential),
    Rule::key(
        "token",
        INI,
        &[
            "**.AccessToken",
            "**.SecurityToken",
            "**.AuthToken",
            "**.BearerToken",
        ],
        secret("secrets/token"),
    )
    .judged(judge::credential),
    Rule::key(
        "encryption-key",
        INI,
        &["**.EncryptionKey", "**.AesKey", "**.SigningPrivateExponent"],
        secret("secrets/encryption_key"),
    )
    .judged(judge::credential),
    Rule::key(
        "verify-peer",
        INI,
        &["**.n.VerifyPeer", "**.bVerifyPeer"],
        switch(
            "tls/cert_verification",
            "enabled",
            "certificates are checked, or not",
        ),
    ),
    Rule::key(
        "build",
        INI,
        &["**.BuildConfiguration"],
        Says::told(
            "unreal/build_configuration",
            "value",
            Told::Capture(1),
            0.9,
            "packages are built in this configuration",
        ),
    )
    .judged(judge::build),
    Rule::key(
        "debug-files",
        INI,
        &["**.IncludeDebugFiles"],
        switch(
            "unreal/debug_files",
            "packaged",
            "packages have files for debugging, or not",
        ),
    ),
    Rule::key(
        "ini-encryption",
        INI,
        &["**.bEncryptPakIniFiles", "**.bEncryptIniFiles"],
        switch(
            "unreal/pak_ini_encryption",
            "enabled",
            "packed configuration is encrypted, or not",
        ),
    ),
    Rule::key(
        "signing",
        INI,
        &["**.bEnablePakSigning"],
        switch(
            "unreal/pak_signing",
            "enabled",
            "packages are signed, or not",
        ),
    ),
    Rule::key(
        "remote-control",
        INI,
        &["**.bAutoStartWebServer", "**.bAutoStartWebSocketServer"],
        switch(
            "unreal/remote_control",
            "enabled",
            "the remote control server starts by itself, or not",
        ),
    ),
    Rule::key(
        "python-remote",
        INI,
        &["**.bRemoteExecution"],
        switch(
            "unreal/python_remote_execution",
            "enabled",
            "Python is taken from the network, or not",
        ),
    ),
    Rule::key(
        "file-server",
        INI,
        &["**.bAllowNetworkConnection"],
        switch(
            "unreal/android_file_server",
            "enabled",
            "the file server of Android takes connections from the network, or not",
        ),
    ),
];

aphoria_sdk::table_extractor!(UnrealConfig, TABLE);
