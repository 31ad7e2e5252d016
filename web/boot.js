// Starts the app. The build puts the addresses of its two halves in place of the marks.
import init from "__SCRIPT__";

await init({ module_or_path: "__WASM__" });
