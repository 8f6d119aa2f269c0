/** Runs the examples of a page in `docs/`: its TypeScript blocks as one module, with what they import given by the test. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript54"

export interface DocsPage<Exports> {
  /** What the TypeScript blocks export. */
  readonly exports: Exports
  /** The text of the code blocks of one language. */
  blocks(language: string): string[]
}

/** Reads a page and runs it. A module that is not given cannot be imported. */
export function runDocs<Exports>(page: string, modules: Readonly<Record<string, object>>): DocsPage<Exports> {
  const text = readFileSync(join(__dirname, "../../docs", page), "utf8")
  const blocks = (language: string): string[] =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, code]) => code as string)
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(blocks("ts").join("\n"), { compilerOptions: options })
  const module = { exports: {} }
  const load = (name: string): object => {
    const given = modules[name]
    if (given === undefined) throw new Error(`${page} imports "${name}", which its test does not give.`)
    return given
  }
  new Function("module", "exports", "require", outputText)(module, module.exports, load)
  return { exports: module.exports as Exports, blocks }
}
