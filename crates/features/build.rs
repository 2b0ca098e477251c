//! Nothing is built; there must be a script, or features of build dependencies would not be turned on.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
