//! `bindgen NAME.wasm OUT_NAME OUT_DIR`: writes `OUT_NAME.js` and `OUT_NAME_bg.wasm`, as
//! `wasm-bindgen --target web --no-typescript` does.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, name, folder] = arguments.as_slice() else {
        eprintln!("usage: bindgen NAME.wasm OUT_NAME OUT_DIR");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(name).typescript(false);
    match bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("{input}: {cause:#}");
            ExitCode::FAILURE
        }
    }
}
