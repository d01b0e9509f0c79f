//! Has the web embedded again when it was built anew: without this line a release build made before
//! the web stays at no files, because nothing in the crate itself changes. A folder is scanned whole.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
