// The text of PDFs as pdf.js gives it. In: the name of a file on each line of standard input. Out: the items of its pages, as a line of JSON.
import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";

// Only text is asked for: what pdf.js draws with may be missing.
globalThis.DOMMatrix ??= class {};
globalThis.ImageData ??= class {};
globalThis.Path2D ??= class {};

const require = createRequire(import.meta.url);
const pdfjs = await import(require.resolve("pdfjs-dist/legacy/build/pdf.mjs"));
for await (const name of readline.createInterface({ input: process.stdin })) {
  const data = new Uint8Array(fs.readFileSync(name));
  const document = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(" ") + "\n");
  }
  await document.destroy();
  console.log(JSON.stringify(pages.join("")));
}
