/** What the benchmarks in a browser share: the browser, and the script of a measured page. */
import { existsSync } from "node:fs"
import { build } from "esbuild"
import { chromium } from "playwright-core"

const usualPaths = ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell"]

/** The system's Chromium. `CHROMIUM` says where it is, if not at the usual places. */
export function launchChromium() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? usualPaths.find((path) => existsSync(path)),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  })
}

/** Bundles a script for a page: the client's DOM half and the packages named, all as globals. */
export async function pageScript(packages = {}) {
  const imports = Object.entries({
    "{ LiveDom }": "./client/dom/live-dom.ts",
    "{ TemplateStore }": "./client/dom/templates/template-store.ts",
    "{ domParts }": "./test/support/dom-parts.ts",
    ...packages,
  })
  const names = imports.map(([binding]) => binding.replace(/[{}\s]/g, ""))
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports.map(([binding, from]) => `import ${binding} from "${from}"`).join("\n")}
        Object.assign(globalThis, { ${names.join(", ")} })`,
      resolveDir: new URL("..", import.meta.url).pathname,
      loader: "ts",
    },
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    write: false,
  })
  return outputFiles[0].text
}
