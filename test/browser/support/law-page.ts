/** A page in Chromium in which the law of the two halves is tried: compiler, renderer and client, all in one script. */

import { join } from "node:path"
import { build, type Plugin } from "esbuild"
import type { Browser, Page } from "playwright-core"
import type * as Cases from "../../support/dom-law-cases.js"
import type { LawReport } from "../../support/dom-law-cases.js"

const ROOT = join(import.meta.dirname, "../../..")

/** Opens the page. Its functions are those of `dom-law-cases.ts`. */
export async function openLawPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  await page.goto("about:blank")
  await page.setContent("<!doctype html><body></body>")
  await page.addScriptTag({ content: await lawScript() })
  return page
}

/** Calls one of them there. */
export function tryLaw<Name extends keyof typeof Cases>(
  page: Page,
  name: Name,
  ...given: Parameters<(typeof Cases)[Name]>
): Promise<LawReport> {
  return page.evaluate(
    ([called, values]) => {
      const { law } = globalThis as unknown as { law: Record<string, (...args: unknown[]) => Promise<LawReport>> }
      return (law[called] as (...args: unknown[]) => Promise<LawReport>)(...values)
    },
    [name, given] as [string, unknown[]],
  )
}

async function lawScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "test/support/dom-law-cases.ts")],
    bundle: true,
    format: "iife",
    globalName: "law",
    target: "es2022",
    plugins: [nodeParts],
    write: false,
  })
  return outputFiles[0]?.text ?? ""
}

/** What a page has instead of Node's modules. Ids of templates are hashes; there a number for each text does. */
const standIns: Readonly<Record<string, string>> = {
  "node:crypto": `
    const numbers = new Map()
    export function hash(_algorithm, text) {
      if (!numbers.has(text)) numbers.set(text, String(numbers.size).padEnd(43, "t"))
      return numbers.get(text)
    }
    export function createHash() {
      let all = ""
      return { update(text) { all += text; return this }, digest: () => hash("", all) }
    }
    // Of lists of commands, which no law has.
    export const createHmac = createHash
    export const randomBytes = () => ""
    export const timingSafeEqual = (one, other) => String(one) === String(other)`,
  "node:util": "export const inspect = String",
  "node:util/types": "export const isNativeError = (value) => value instanceof Error",
  "node:fs": "export const readdirSync = () => []; export const existsSync = () => false",
  "node:path": `
    export const join = (...parts) => parts.join("/"), resolve = join
    export const relative = (_from, to) => to, sep = "/", dirname = (path) => path, basename = (path) => path`,
  "node:module": 'export const createRequire = () => () => ({ version: "of the page" })',
}

const nodeParts: Plugin = {
  name: "node-parts",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path }) =>
      path in standIns ? { path, namespace: "node-parts" } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: "node-parts" }, ({ path }) => ({ contents: standIns[path] ?? "" }))
  },
}
