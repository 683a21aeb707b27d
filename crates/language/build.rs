//! Lists the files of `data`, so that another language is one file and no line of code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The language in which the rules are written.
const FIRST: &str = "en";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=data");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("data");
    let mut codes = Vec::new();
    for entry in fs::read_dir(folder)? {
        codes.extend(code(&entry?.file_name().to_string_lossy())?);
    }
    codes.sort_by_key(|code| (code != FIRST, code.clone()));
    if codes.first().is_none_or(|code| code != FIRST) {
        return Err(format!(
            "crates/language/data/{FIRST}.md is missing; the rules are written in it, so bring it back."
        )
        .into());
    }
    let mut list = String::from("const FILES: &[(&str, &str)] = &[\n");
    for code in codes {
        writeln!(
            list,
            "    (\"{code}\", include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/data/{code}.md\"))),"
        )?;
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("files.rs"), list)?;
    Ok(())
}

/// The code that a file is named for; `None` for what an editor left there.
fn code(file: &str) -> Result<Option<String>, String> {
    let Some(code) = file.strip_suffix(".md").filter(|_| !file.starts_with('.')) else {
        return Ok(None);
    };
    let is_code =
        matches!(code.len(), 2 | 3) && code.bytes().all(|letter| letter.is_ascii_lowercase());
    if is_code {
        Ok(Some(code.to_owned()))
    } else {
        Err(format!(
            "crates/language/data/{file} is not named for a language; name it by the two or three small letters of ISO 639, as in \
             es.md, or put it elsewhere."
        ))
    }
}
