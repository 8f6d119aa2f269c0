/** The template files of one nunjucks environment, as the check reads them: text, syntax tree, and what keeps it from compiling. */

import { readdirSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { NameBits } from "../../nunjucks/analyse/name-bits.js"
import { type MistakenTag, reviewTags } from "../../nunjucks/analyse/tag-review.js"
import type { TemplateFault } from "../../nunjucks/compile-file.js"
import { FileCache } from "../../nunjucks/file-cache.js"
import type { Environment, ListNode } from "../../nunjucks/internals/internals.js"
import { parseTemplate } from "../../nunjucks/parse/parser.js"

/** A template file that was found. */
export interface TemplateSource {
  /** The name it was asked for by, as it was resolved. */
  readonly name: string
  /** Absolute, of loaders that read files. */
  readonly path: string
  readonly text: string
  /** Undefined if it cannot be parsed. */
  readonly root: ListNode | undefined
}

/** How many file names are looked at for a suggestion. */
const MOST_NAMES = 5000

export class TemplateSources {
  readonly env: Environment
  readonly #files: FileCache
  readonly #known = new Map<string, TemplateSource>()
  readonly #faults: TemplateFault[] = []
  #names: readonly string[] | undefined

  constructor(env: Environment) {
    this.env = env
    this.#files = new FileCache({
      env,
      bits: new NameBits(),
      isImpureFilter: () => false,
      isPureGlobal: () => true,
      warn: (_code, _text, fault) => {
        if (fault !== undefined) this.#faults.push(fault)
      },
    })
  }

  /** The file of a name, as seen from the file that names it. */
  find(name: string, parent: string | undefined): TemplateSource | undefined {
    const { env } = this
    let resolved = name
    for (const loader of env.loaders) {
      if (loader.async === true) continue
      resolved = env.resolveTemplate(loader, parent, resolved)
      const found = loader.getSource(resolved)
      if (!found) continue
      const known = this.#known.get(found.path)
      if (known !== undefined) return known
      const file: TemplateSource = { name: resolved, path: found.path, text: found.src, root: this.#parse(found.src) }
      this.#known.set(found.path, file)
      return file
    }
    return undefined
  }

  /** What keeps a file from being a tracked template. */
  compileError(file: TemplateSource): unknown {
    try {
      this.#files.find(file.name, undefined, false)
      return undefined
    } catch (error) {
      return error
    }
  }

  /** Mistakes in a file that was compiled, which do not keep it from being a template. */
  faultsIn({ path }: TemplateSource): readonly TemplateFault[] {
    return this.#faults.filter(({ place }) => place.file === path)
  }

  /** Tags that are mistakes, in all that a view's template brings to the page. */
  mistakenTags(file: TemplateSource): readonly MistakenTag[] {
    const facts = this.#files.setting.otherFile(file.name, undefined)
    return facts === undefined ? [] : reviewTags(facts)
  }

  /** The names of all templates in the environment's folders, for "did you mean". */
  names(): readonly string[] {
    this.#names ??= this.env.loaders.flatMap((loader) => {
      const { searchPaths = [] } = loader as { readonly searchPaths?: readonly string[] }
      return searchPaths.flatMap(filesIn)
    })
    return this.#names
  }

  #parse(text: string): ListNode | undefined {
    try {
      return parseTemplate(text, this.env)
    } catch {
      // What is wrong with it, compiling says.
      return undefined
    }
  }
}

function filesIn(folder: string): string[] {
  const names: string[] = []
  const pending = [folder]
  for (let next = pending.pop(); next !== undefined && names.length < MOST_NAMES; next = pending.pop()) {
    try {
      for (const entry of readdirSync(next, { withFileTypes: true })) {
        const path = join(next, entry.name)
        if (entry.isDirectory() && entry.name !== "node_modules") pending.push(path)
        else if (entry.isFile()) names.push(relative(folder, path).split(sep).join("/"))
      }
    } catch {
      // A folder that cannot be read has nothing to suggest.
    }
  }
  return names
}
