use super::{Files, Settings};
use crate::document::{DocId, Documents};
use crate::rules;
use crate::rules::rule::Level;
use camino::Utf8Path;
use std::io::ErrorKind;

fn chosen(select: &[&str], ignore: &[&str], levels: &[(&str, Level)]) -> Result<Settings, String> {
    let own = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
    let mut settings = Settings::default();
    let levels: Vec<_> = levels.iter().map(|&(name, level)| (name.to_owned(), level)).collect();
    settings.choose(&own(select), &own(ignore), &levels).map_err(|e| e.to_string())?;
    Ok(settings)
}

#[test]
fn a_given_level_wins_over_ignore_and_ignore_over_select() {
    let settings = chosen(&["markup"], &["id-order", "broken-pair"], &[("id-order", Level::Warn)]).unwrap();
    let level = |id| settings.policy.level(rules::find(id).unwrap());
    assert_eq!(level("duplicate-id"), Level::Error);
    assert_eq!(level("broken-pair"), Level::Off);
    assert_eq!(level("id-order"), Level::Warn);
    assert_eq!(level("locale-drift"), Level::Off);
}

fn configured(toml: &str) -> Result<Settings, String> {
    let mut settings = Settings::default();
    let is_dir = |path: &Utf8Path| matches!(path.as_str(), "docs/en-us" | "docs/it-it" | "docs/../en");
    let read = |path: &Utf8Path| match path.as_str() {
        "docs/terms/a.csv" => Ok(b"source,it-IT\nlamp,lampada\n".to_vec()),
        "docs/bad.csv" => Ok(b"source,it\n,x\n".to_vec()),
        "docs/bytes.csv" => Ok(b"source,it\n\xff,x\n".to_vec()),
        "docs/bad.TBX" => Ok(b"<tbx>\n <a".to_vec()),
        _ => Err(std::io::Error::new(ErrorKind::NotFound, "not there")),
    };
    settings.configure(toml, ("docs", "/w/docs"), &Files { read: &read, is_dir: &is_dir }).map_err(|e| e.to_string())?;
    Ok(settings)
}

#[test]
fn terms_are_read_from_tables_and_files() {
    let settings = configured(
        "[terms]\nkeep = [\"Contoso\"]\nfiles = [\"terms/a.csv\"]\n[terms.locales.it]\nkeep = [\"commit\"]\n\
         glossary = { \"pull request\" = \"richiesta pull\", branch = [\"ramo\", \"rami\"] }",
    );
    let terms = settings.unwrap();
    let terms = terms.policy.terms();
    let text = "Contoso has a commit, a branch, a pull request and a lamp";
    let found = |locale| terms.for_locale(locale).unwrap().find(text).map(|(bytes, _)| &text[bytes]).collect::<Vec<_>>();
    assert_eq!(found(Some("it-IT")), ["Contoso", "commit", "branch", "pull request", "lamp"]);
    assert_eq!(found(Some("it-CH")), ["Contoso", "commit", "branch", "pull request"]);
    assert_eq!(found(Some("ja-JP")), ["Contoso"]);
}

#[test]
fn a_mistake_in_the_terms_is_reported_with_its_place() {
    for (toml, expected) in [
        (
            "[terms]\nkep = []",
            "docs/bitext.toml:2:1: unknown field `kep`, expected one of `keep`, `files`, `locales`; did you mean `keep`?",
        ),
        (
            "[terms.locales.it]\nglosary = {}",
            "docs/bitext.toml:2:1: unknown field `glosary`, expected `keep` or `glossary`; did you mean `glossary`?",
        ),
        ("[terms]\nkeep = [\"a\",\n  \" \"]", "docs/bitext.toml:3:3: the term is empty"),
        ("[terms.locales.it]\nglossary = { a = [\"b\", \"\"] }", "docs/bitext.toml:2:18: the term is empty"),
        ("[terms.locales.it]\nglossary = { \"\" = \"b\" }", "docs/bitext.toml:2:14: the term is empty"),
        (
            "[terms.locales.it]\nglossary = { a = [] }",
            "docs/bitext.toml:2:18: `a` has no translation; put a term that is not translated in `keep`",
        ),
        (
            "[terms.locales.it]\nglossary = { a = 5 }",
            "docs/bitext.toml:2:18: invalid type: integer `5`, expected a translation, or a list of translations",
        ),
        ("[terms.locales.it_IT]", "docs/bitext.toml:1:16: `it_IT` is not a language tag; use a form such as `it` or `it-IT`"),
        ("[terms]\nfiles = [\"no.csv\"]", "docs/bitext.toml:2:10: cannot read `no.csv`: not there"),
        (
            "[terms]\nfiles = [\"a.xls\"]",
            "docs/bitext.toml:2:10: `a.xls` is not a file of terms; its name must end in .csv or .tbx",
        ),
        ("[terms]\nfiles = [\"bad.csv\"]", "docs/bad.csv:2: an empty term: the first cell is empty"),
        ("[terms]\nfiles = [\"bytes.csv\"]", "docs/bytes.csv:2:1: not UTF-8"),
        ("[terms]\nfiles = [\"bad.TBX\"]", "docs/bad.TBX:1:1: not well-formed XML: the root node was opened but never closed"),
    ] {
        assert_eq!(configured(toml).map(|_| ()).unwrap_err(), expected);
    }
}

#[test]
fn a_configuration_names_the_source_relative_to_its_folder() {
    let settings = configured("source = \"en-us\"\nroots = [\"it-it\"]\nexclude = [\"it-it/old/\"]").unwrap();
    assert_eq!(settings.source.as_deref(), Some(Utf8Path::new("docs/en-us")));
    assert_eq!(settings.roots, [Utf8Path::new("docs/it-it")]);
    assert!(settings.filter.excludes("/w/docs/it-it/old/a.md") && !settings.filter.excludes("/w/docs/it-it/a.md"));
    let settings = configured("[source]\npath = \"../en\"\nrev = \"live\"\nexclude = [\"samples/**\"]").unwrap();
    assert_eq!((settings.source.as_deref(), settings.source_rev.as_deref()), (Some(Utf8Path::new("docs/../en")), Some("live")));
    assert!(settings.not_localized.is_match("samples/a/b.md"));
}

#[test]
fn a_mistake_in_a_configuration_is_reported_with_its_line() {
    for (toml, expected) in [
        (
            "roots = []\nsorce = \"x\"",
            "docs/bitext.toml:2:1: unknown field `sorce`, expected one of `source`, `roots`, `include`, `exclude`, `fail-on`, \
             `select`, `ignore`, `rules`, `overrides`, `terms`; did you mean `source`?",
        ),
        (
            "[source]\npath = \"x\"\nref = 1",
            "docs/bitext.toml:3:1: unknown field `ref`, expected one of `path`, `rev`, `exclude`; did you mean `rev`?",
        ),
        ("[source]\nrev = \"x\"", "docs/bitext.toml:1:1: missing field `path`"),
        ("roots = [\"it-it\", \"nix\"]", "docs/bitext.toml:1:19: there is no folder `nix`"),
        ("source.path = \"terms/a.csv\"", "docs/bitext.toml:1:1: there is no folder `terms/a.csv`"),
        ("source = \"\"", "docs/bitext.toml:1:10: there is no folder ``"),
        ("source = 5", "docs/bitext.toml:1:10: invalid type: integer `5`, expected a path, or a table with `path`"),
        ("exclude = [\"a[\"]", "docs/bitext.toml:1:12: error parsing glob 'a[': unclosed character class; missing ']'"),
        ("include = [\"b\",\n  \"a[\"]", "docs/bitext.toml:2:3: error parsing glob 'a[': unclosed character class; missing ']'"),
        (
            "[rules]\nid-order = \"off\"\nbroken-pairs = \"off\"",
            "docs/bitext.toml:3:1: there is no rule or group `broken-pairs`; did you mean `broken-pair`?; `bitext rules` lists them",
        ),
        (
            "[rules]\nid-order = \"loud\"",
            "docs/bitext.toml:2:12: invalid value: string \"loud\", expected \"error\", \"warn\", \"info\", \"off\", or a table with `level`",
        ),
        (
            "[rules]\nid-order = 1",
            "docs/bitext.toml:2:12: invalid type: integer `1`, expected \"error\", \"warn\", \"info\", \"off\", or a table with `level`",
        ),
        (
            "[rules]\nms-date-behind = { level = \"warn\", dayz = 3 }",
            "docs/bitext.toml:2:36: unknown field `dayz`, expected one of `level`, `days`; did you mean `days`?",
        ),
        ("[rules]\nms-date-behind = { days = -1 }", "docs/bitext.toml:2:27: `days` must be a whole number, at most 4294967295"),
        ("[rules]\nmetadata-mismatch.except = \"x\"", "docs/bitext.toml:2:28: `except` must be a list of names"),
        ("[rules]\nmetadata = { days = 3 }", "docs/bitext.toml:2:14: unknown field `days`, expected `level`"),
        (
            "[[overrides]]\nlocales = [\"it\"]\nrules = { ms-date-behind = { day = 3 } }",
            "docs/bitext.toml:3:30: unknown field `day`, expected one of `level`, `days`; did you mean `days`?",
        ),
        (
            "[rules]\nid-order = { levl = \"off\" }",
            "docs/bitext.toml:2:14: unknown field `levl`, expected `level`; did you mean `level`?",
        ),
        (
            "fail-on = \"warning\"",
            "docs/bitext.toml:1:11: unknown variant `warning`, expected one of `error`, `warn`, `never`; did you mean `warn`?",
        ),
        (
            "select = [\"markup\", \"transation\"]",
            "docs/bitext.toml:1:21: there is no rule or group `transation`; did you mean `translation`?; `bitext rules` lists them",
        ),
        (
            "[[overrides]]\nlocales = [\"it\"]\nrules = {}\n[[overrides]]\nlocale = [\"it\"]\nrules = {}",
            "docs/bitext.toml:5:1: unknown field `locale`, expected one of `paths`, `locales`, `translation`, `rules`; did you \
             mean `locales`?",
        ),
        (
            "[[overrides]]\nlocales = [\"it_IT\"]\nrules = {}",
            "docs/bitext.toml:2:12: `it_IT` is not a language tag; use a form such as `it` or `it-IT`",
        ),
        ("roots = []\n[[overrides]]\nrules = {}", "docs/bitext.toml:2:1: an override needs `paths`, `locales` or `translation`"),
        (
            "[[overrides]]\ntranslation = \"PE\"\nrules = {}",
            "docs/bitext.toml:2:15: unknown variant `PE`, expected one of `MT`, `mt`, `HT`, `ht`",
        ),
        (
            "[[overrides]]\nlocales = [\"it\"]\n[overrides.rules]\nid-ordr = \"off\"",
            "docs/bitext.toml:4:1: there is no rule or group `id-ordr`; did you mean `id-order`?; `bitext rules` lists them",
        ),
    ] {
        assert_eq!(configured(toml).unwrap_err(), expected);
    }
    assert!(configured("roots = [").unwrap_err().starts_with("docs/bitext.toml:1:"));
}

#[test]
fn options_are_in_the_table_of_a_rule() {
    let settings = configured("[rules]\nmetadata-mismatch = { except = [\"author\"] }\nms-date-behind.days = 30").unwrap();
    let rule = |id| rules::find(id).unwrap();
    let options = settings.policy.options_by_document(&Documents::default());
    let set = |id| options.get(DocId::Linted(0)).get::<serde_json::Map<String, serde_json::Value>>(rule(id));
    assert_eq!(set("metadata-mismatch")["except"], serde_json::json!(["author"]));
    assert_eq!(set("ms-date-behind")["days"], 30);
    assert!(set("locale-drift").is_empty());
    assert_eq!(settings.policy.level(rule("metadata-mismatch")), Level::Error);
    let expected =
        ["metadata-mismatch except = [\"author\"] by docs/bitext.toml:2:23", "ms-date-behind days = 30 by docs/bitext.toml:3:16"];
    assert_eq!(options.get(DocId::Linted(0)).explain(), expected);
}

#[test]
fn a_rule_wins_over_its_group_and_the_command_line_over_both() {
    let toml = "[rules]\nid-order = { level = \"warn\" }\nmarkup = \"off\"\nfinal-punctuation = \"error\"";
    let mut settings = configured(toml).unwrap();
    let level = |settings: &Settings, id| settings.policy.level(rules::find(id).unwrap());
    assert_eq!(level(&settings, "id-order"), Level::Warn);
    assert_eq!(level(&settings, "broken-pair"), Level::Off);
    assert_eq!(level(&settings, "final-punctuation"), Level::Error);
    settings.choose(&["markup".to_owned()], &[], &[("id-order".to_owned(), Level::Error)]).unwrap();
    assert_eq!(level(&settings, "id-order"), Level::Error);
    assert_eq!(level(&settings, "broken-pair"), Level::Warn);
    assert_eq!(level(&settings, "final-punctuation"), Level::Off);
}

#[test]
fn a_configuration_selects_ignores_and_includes() {
    let settings =
        configured("select = [\"markup\"]\nignore = [\"id-order\"]\nfail-on = \"never\"\ninclude = [\"it-it/**\"]").unwrap();
    let level = |id| settings.policy.level(rules::find(id).unwrap());
    assert_eq!([level("broken-pair"), level("id-order"), level("no-loc")], [Level::Error, Level::Off, Level::Off]);
    assert_eq!(settings.fail_on, None);
    assert!(settings.filter.excludes("/w/docs/ja-jp/a.md") && !settings.filter.excludes("/w/docs/it-it/b/a.md"));
    assert!(!settings.filter.excludes("/elsewhere/a.md"));
}

#[test]
fn a_rule_is_on_in_the_run_when_an_override_turns_it_on() {
    let settings =
        configured("[[overrides]]\nlocales = [\"it\"]\nrules = { final-punctuation = \"warn\", id-order = \"off\" }").unwrap();
    assert_eq!(settings.policy.level(rules::find("final-punctuation").unwrap()), Level::Warn);
    assert_eq!(settings.policy.level(rules::find("id-order").unwrap()), Level::Error);
}

#[test]
fn a_wrong_name_is_reported_with_the_nearest_right_one() {
    let error = chosen(&["broken-pairs"], &[], &[]).unwrap_err();
    assert_eq!(error, "there is no rule or group `broken-pairs`; did you mean `broken-pair`?; `bitext rules` lists them");
}
