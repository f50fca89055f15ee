// The text of a PDF as pdf.js gives it. In: a file. Out: the items of its pages on standard output.
import fs from "node:fs";
import { createRequire } from "node:module";

// Only text is asked for: what pdf.js draws with may be missing.
globalThis.DOMMatrix ??= class {};
globalThis.ImageData ??= class {};
globalThis.Path2D ??= class {};

const require = createRequire(import.meta.url);
const pdfjs = await import(require.resolve("pdfjs-dist/legacy/build/pdf.mjs"));
const data = new Uint8Array(fs.readFileSync(process.argv[2]));
const document = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
for (let number = 1; number <= document.numPages; number += 1) {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  console.log(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(" "));
}
