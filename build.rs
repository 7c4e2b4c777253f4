//! Gives the Windows program its icon, its version block and its manifest; does nothing for other systems.

use std::env;
use std::error::Error;

const ICON: &str = "packaging/windows/propensity-desk.ico";
const MANIFEST: &str = "packaging/windows/propensity-desk.manifest";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={ICON}");
    println!("cargo::rerun-if-changed={MANIFEST}");
    if env::var("CARGO_CFG_TARGET_OS")? != "windows" {
        return Ok(());
    }
    let mut resource = winresource::WindowsResource::new();
    resource
        .set_icon(ICON)
        .set_manifest_file(MANIFEST)
        .set("ProductName", "Propensity Desk")
        .set("FileDescription", "Propensity Desk")
        .set("OriginalFilename", "propensity-desk.exe")
        .set("LegalCopyright", "MIT OR Apache-2.0");
    resource.compile()?;
    Ok(())
}
