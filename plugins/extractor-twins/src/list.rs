//! All extractors, ordered by id.

use std::sync::Arc;

use aphoria_scan::Extracting;

use crate::native::Native;

/// The twins of all extractors, ordered by id.
#[must_use]
pub fn all() -> Vec<Arc<dyn Extracting>> {
    vec![
        Arc::new(Native::of::<extractor_api_key_security::ApiKeySecurity>()),
        Arc::new(Native::of::<extractor_aspnet_config::AspnetConfig>()),
        Arc::new(Native::of::<extractor_auth_bypass::AuthBypass>()),
        Arc::new(Native::of::<
            extractor_circuit_breaker_config::CircuitBreakerConfig,
        >()),
        Arc::new(Native::of::<extractor_command_injection::CommandInjection>()),
        Arc::new(Native::of::<extractor_const_declarations::ConstDeclarations>()),
        Arc::new(Native::of::<extractor_cors_config::CorsConfig>()),
        Arc::new(Native::of::<extractor_dep_versions::DepVersions>()),
        Arc::new(Native::of::<extractor_derive_pattern::DerivePattern>()),
        Arc::new(Native::of::<extractor_django_settings::DjangoSettings>()),
        Arc::new(Native::of::<extractor_durability_config::DurabilityConfig>()),
        Arc::new(Native::of::<extractor_express_middleware::ExpressMiddleware>()),
        Arc::new(Native::of::<extractor_fastapi_config::FastapiConfig>()),
        Arc::new(Native::of::<extractor_flask_config::FlaskConfig>()),
        Arc::new(Native::of::<extractor_gin_config::GinConfig>()),
        Arc::new(Native::of::<extractor_hardcoded_secrets::HardcodedSecrets>()),
        Arc::new(Native::of::<
            extractor_high_entropy_secrets::HighEntropySecrets,
        >()),
        Arc::new(Native::of::<extractor_import_graph::ImportGraph>()),
        Arc::new(Native::of::<extractor_insecure_cookies::InsecureCookies>()),
        Arc::new(Native::of::<
            extractor_insecure_deserialization::InsecureDeserialization,
        >()),
        Arc::new(Native::of::<extractor_jwt_config::JwtConfig>()),
        Arc::new(Native::of::<extractor_laravel_config::LaravelConfig>()),
        Arc::new(Native::of::<extractor_nextjs_config::NextjsConfig>()),
        Arc::new(Native::of::<extractor_orm_injection::OrmInjection>()),
        Arc::new(Native::of::<extractor_path_traversal::PathTraversal>()),
        Arc::new(Native::of::<extractor_rails_config::RailsConfig>()),
        Arc::new(Native::of::<extractor_rate_limit::RateLimit>()),
        Arc::new(Native::of::<extractor_security_headers::SecurityHeaders>()),
        Arc::new(Native::of::<extractor_spring_security::SpringSecurity>()),
        Arc::new(Native::of::<extractor_sql_injection::SqlInjection>()),
        Arc::new(Native::of::<extractor_ssrf::Ssrf>()),
        Arc::new(Native::of::<extractor_timeout_config::TimeoutConfig>()),
        Arc::new(Native::of::<extractor_tls_verify::TlsVerify>()),
        Arc::new(Native::of::<extractor_tls_version::TlsVersion>()),
        Arc::new(Native::of::<extractor_unreal_config::UnrealConfig>()),
        Arc::new(Native::of::<extractor_unreal_cpp::UnrealCpp>()),
        Arc::new(Native::of::<extractor_unreal_performance::UnrealPerformance>()),
        Arc::new(Native::of::<extractor_unsafe_atomic::UnsafeAtomic>()),
        Arc::new(Native::of::<
            extractor_unvalidated_redirects::UnvalidatedRedirects,
        >()),
        Arc::new(Native::of::<extractor_weak_crypto::WeakCrypto>()),
        Arc::new(Native::of::<extractor_weak_password::WeakPassword>()),
        Arc::new(Native::of::<extractor_xxe::Xxe>()),
    ]
}
