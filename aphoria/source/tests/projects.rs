//! Projects of a tree, read from manifests of every kind.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, path::Path};

use aphoria_core::Language;
use aphoria_source::{Project, Projects, Walk};
use tempfile::TempDir;

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn projects(root: &Path) -> Projects {
    let walked = Walk::new(root).run().unwrap();
    let root = root.canonicalize().unwrap();
    let made = Projects::among(&root, &walked.files);
    let above = Projects::above(&root, walked.files.iter().map(|file| file.name.as_str()));
    assert_eq!(made, above, "both ways of finding manifests agree");
    made
}

/// `section name requirement @line`
fn dependencies(project: &Project) -> Vec<String> {
    project
        .dependencies
        .iter()
        .map(|one| {
            format!(
                "{} {} {} @{}",
                one.section, one.name, one.requirement, one.line
            )
        })
        .collect()
}

fn only(files: &[(&str, &str)]) -> Project {
    projects(tree(files).path()).root().clone()
}

#[test]
fn a_file_belongs_to_the_nearest_manifest() {
    let folder = tree(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = ['a']\n[workspace.dependencies]\nserde = '1.0.200'\n",
        ),
        (
            "a/Cargo.toml",
            "[package]\nname = 'alpha'\n[dependencies]\nserde = { workspace = true, features = ['derive'] }\n",
        ),
        ("a/src/net/tls.rs", ""),
        (
            "web/package.json",
            r#"{"name": "@shop/web", "devDependencies": {"typescript": "^5"}}"#,
        ),
        ("web/esm/package.json", r#"{"type": "module"}"#),
        ("web/esm/x.js", ""),
        ("web/vendor/b/package.json", r#"{"name": "b"}"#),
        ("web/vendor/b/x.js", ""),
        ("docs/x.py", ""),
    ]);
    let root_name = folder.path().file_name().unwrap().to_str().unwrap();
    let made = projects(folder.path());
    let of = |file: &str| (made.of(file).name.as_str(), made.of(file).language);
    assert_eq!(of("a/src/net/tls.rs"), ("alpha", Some(Language::Rust)));
    assert_eq!(
        of("web/esm/x.js"),
        ("@shop/web", Some(Language::TypeScript))
    );
    assert_eq!(of("web/vendor/b/x.js").0, "@shop/web");
    assert_eq!(
        of("docs/x.py").0,
        root_name,
        "the root falls back to its folder's name"
    );
    assert_eq!(made.of("web/x.js").segment(), "shop_web");
    assert_eq!(made.module("a/src/net/tls.rs"), ["net", "tls"]);
    assert_eq!(
        dependencies(made.of("a/x.rs")),
        ["dependencies serde 1.0.200 @4"]
    );
    assert_eq!(made.iter().count(), 3);
}

#[test]
fn a_tree_without_manifests_is_called_like_its_folder() {
    let folder = tree(&[("shop/x.py", "")]);
    let made = projects(&folder.path().join("shop"));
    assert_eq!(made.of("x.py").name, "shop");
    assert_eq!(made.of("x.py").language, None);
}

#[test]
fn cargo() {
    let project = only(&[(
        "Cargo.toml",
        "[package]\nname = \"alpha\"\nversion = \"1.0.0\"\n\n[dependencies]\nreqwest = { version = \"0.12\" }\n\
         tls = { package = \"rustls\", version = \"0.23\" }\nlocal = { path = \"../x\" }\n\n[dev-dependencies.proptest]\nversion = \"1\"\n\n\
         [target.'cfg(unix)'.dependencies]\nnix = \"0.29\"\n",
    )]);
    assert_eq!(project.name, "alpha");
    assert_eq!(
        dependencies(&project),
        [
            "dependencies reqwest 0.12 @6",
            "dependencies rustls 0.23 @7",
            "dependencies local  @8",
            "dev-dependencies proptest 1 @10",
            "target.cfg(unix).dependencies nix 0.29 @14",
        ]
    );
}

#[test]
fn python() {
    let project = only(&[
        (
            "pyproject.toml",
            "[project]\nname = \"shop\"\ndependencies = [\n  \"requests[socks] >= 2.31 ; python_version > '3.8'\",\n  \"flask\",\n]\n\
             [project.optional-dependencies]\ntest = [\"pytest~=8.0\"]\n[tool.poetry.group.dev.dependencies]\nblack = \"^24\"\npython = \"^3.11\"\n",
        ),
        (
            "requirements.txt",
            "# pinned\n-r other.txt\nurllib3==1.26.0  # old\ngit+https://example.org/x\n",
        ),
    ]);
    assert_eq!(
        (project.name.as_str(), project.language),
        ("shop", Some(Language::Python))
    );
    assert_eq!(
        dependencies(&project),
        [
            "dependencies requests >= 2.31 @4",
            "dependencies flask  @5",
            "optional-dependencies.test pytest ~=8.0 @8",
            "group.dev black ^24 @10",
            "dependencies urllib3 ==1.26.0 @3",
        ]
    );
    let project = only(&[(
        "setup.cfg",
        "[metadata]\nname = old\n[options]\ninstall_requires =\n    six>=1.0\n    attrs\n[options.extras_require]\ndev = tox\n",
    )]);
    assert_eq!(project.name, "old");
    assert_eq!(
        dependencies(&project),
        [
            "install_requires six >=1.0 @5",
            "install_requires attrs  @6",
            "extras_require.dev tox  @8"
        ]
    );
    let project = only(&[(
        "setup.py",
        "from setuptools import setup\nsetup(\n    name='older',\n    version=v,\n)\n",
    )]);
    assert_eq!(project.name, "older");
}

#[test]
fn node_and_php() {
    let text = "{\n  \"name\": \"web\",\n  \"scripts\": {\"express\": \"x\"},\n  \"dependencies\": {\n    \"express\": \"^4.18.0\"\n  },\n  \"devDependencies\": {\"jest\": \"29\"}\n}\n";
    let project = only(&[("package.json", text)]);
    assert_eq!(
        (project.name.as_str(), project.language),
        ("web", Some(Language::JavaScript))
    );
    assert_eq!(
        dependencies(&project),
        [
            "dependencies express ^4.18.0 @5",
            "devDependencies jest 29 @7"
        ]
    );
    let project = only(&[(
        "composer.json",
        r#"{"name": "acme/shop", "require": {"php": ">=8.1", "laravel/framework": "^11"}}"#,
    )]);
    assert_eq!(
        (project.segment().as_str(), project.language),
        ("acme_shop", Some(Language::Php))
    );
    assert_eq!(project.dependencies.len(), 2);
}

#[test]
fn go() {
    let project = only(&[(
        "go.mod",
        "module github.com/acme/shop/v2\n\ngo 1.22\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.9.1\n\tgolang.org/x/net v0.1.0 // indirect\n)\nrequire example.org/x v1.0.0\nreplace example.org/x => ../x\n",
    )]);
    assert_eq!(project.name, "shop");
    assert_eq!(
        dependencies(&project),
        [
            "require github.com/gin-gonic/gin v1.9.1 @6",
            "indirect golang.org/x/net v0.1.0 @7",
            "require example.org/x v1.0.0 @9",
        ]
    );
}

#[test]
fn java_and_its_kin() {
    let project = only(&[(
        "pom.xml",
        "<project>\n<parent><artifactId>boot</artifactId></parent>\n<artifactId>shop</artifactId>\n<properties><v>5.3.0</v></properties>\n\
         <dependencies>\n<dependency>\n<groupId>org.springframework</groupId><artifactId>spring-web</artifactId><version>${v}</version>\n\
         <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions></dependency>\n\
         <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13</version><scope>test</scope></dependency>\n</dependencies>\n</project>\n",
    )]);
    assert_eq!(
        (project.name.as_str(), project.language),
        ("shop", Some(Language::Java))
    );
    assert_eq!(
        dependencies(&project),
        [
            "compile org.springframework:spring-web 5.3.0 @6",
            "test junit:junit 4.13 @9"
        ]
    );
    let project = only(&[
        ("settings.gradle.kts", "rootProject.name = \"shop\"\n"),
        (
            "build.gradle.kts",
            "plugins { kotlin(\"jvm\") }\ndependencies {\n    implementation(\"io.ktor:ktor:2.3.0\")\n    testImplementation(\"junit:junit:4.13\")\n}\n",
        ),
    ]);
    assert_eq!(
        (project.name.as_str(), project.language),
        ("shop", Some(Language::Kotlin))
    );
    assert_eq!(
        dependencies(&project),
        [
            "implementation io.ktor:ktor 2.3.0 @3",
            "testImplementation junit:junit 4.13 @4"
        ]
    );
}

#[test]
fn ruby_and_csharp() {
    let project = only(&[
        (
            "shop.gemspec",
            "Gem::Specification.new do |spec|\n  spec.name = \"shop\"\n  spec.add_dependency \"rack\", \"~> 3.0\", \">= 3.0.1\"\nend\n",
        ),
        (
            "Gemfile",
            "source 'x'\ngem 'rails', '~> 7.1', require: false\ngroup :development, :test do\n  gem \"rspec\"\nend\ngem 'puma'\n",
        ),
    ]);
    assert_eq!(
        (project.name.as_str(), project.language),
        ("shop", Some(Language::Ruby))
    );
    assert_eq!(
        dependencies(&project),
        [
            "default rails ~> 7.1 @2",
            "development+test rspec  @4",
            "default puma  @6",
            "dependencies rack ~> 3.0, >= 3.0.1 @3",
        ]
    );
    let project = only(&[(
        "Shop.Web.csproj",
        "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n<ItemGroup>\n<PackageReference Include=\"Dapper\" Version=\"2.1.0\" />\n\
         <PackageReference Include=\"Serilog\"><Version>3.0</Version></PackageReference>\n</ItemGroup>\n</Project>\n",
    )]);
    assert_eq!(
        (project.name.as_str(), project.language),
        ("Shop.Web", Some(Language::CSharp))
    );
    assert_eq!(
        dependencies(&project),
        [
            "PackageReference Dapper 2.1.0 @3",
            "PackageReference Serilog 3.0 @4"
        ]
    );
}

#[test]
fn broken_manifests_are_no_trouble() {
    for (name, text) in [
        ("Cargo.toml", "[package\nname = 3"),
        ("package.json", "{\"name\": "),
        ("pom.xml", "<project><artifactId>a</artif"),
        ("go.mod", "module"),
        ("pyproject.toml", "\u{0}"),
        ("composer.json", "[[[[[["),
        ("Gemfile", "gem 'x"),
        ("a.csproj", "<PackageReference Include='x"),
        ("build.gradle", "implementation \"x"),
        ("setup.cfg", "[metadata]\nname"),
    ] {
        let deep = "<a>".repeat(100_000);
        let text = if name == "pom.xml" {
            format!("{text}{deep}")
        } else {
            text.to_owned()
        };
        only(&[(name, &text)]);
    }
}
