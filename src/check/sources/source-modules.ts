/** The app's modules that declare views and components: the files of its project, and what those import from elsewhere. */

import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, extname, resolve } from "node:path"
import type { ComponentDefinition } from "../../component/definition.js"
import type { ViewDefinition } from "../../view/definition.js"
import { type ComponentDeclaration, componentDeclarations } from "./component-declarations.js"
import { moduleNames, tokenize } from "./source-tokens.js"
import { readModule, type SourceModule, type ViewDeclaration } from "./view-declarations.js"

/** Where a view is declared. */
export interface FoundDeclaration {
  readonly module: SourceModule
  readonly declaration: ViewDeclaration
}

/** Where a component is declared. */
export interface FoundComponent {
  readonly path: string
  readonly declaration: ComponentDeclaration
}

const DECLARES = /\bmount\b/
const SOURCE = /\.[cm]?[jt]sx?$/
const TYPES_ONLY = /\.d\.[cm]?ts$/

export class SourceModules {
  readonly #files: readonly string[]
  readonly #modules: SourceModule[] = []
  readonly #sources = new Map<string, string>()
  #followed = false

  constructor(files: readonly string[]) {
    this.#files = files
    for (const file of files) this.#add(file)
  }

  /** The declarations of a view: those with its name and its template. */
  declarationsOf(view: ViewDefinition): FoundDeclaration[] {
    return this.#found(() => this.#search(view))
  }

  /** The declarations of a view that has a `render` function. */
  rendersOf({ name }: ViewDefinition): FoundDeclaration[] {
    return this.#found(() =>
      this.#declared((declaration) => declaration.name === name && declaration.render !== undefined),
    )
  }

  /** The module that is imported by a relative name. */
  imported(name: string, from: string): { readonly path: string; readonly source: string } | undefined {
    const path = fileOf(resolve(dirname(from), name))
    if (path === undefined) return undefined
    this.#add(path)
    const source = this.#sources.get(path)
    return source === undefined ? undefined : { path, source }
  }

  /** The texts of all modules that were read. */
  sources(): Iterable<string> {
    return this.#sources.values()
  }

  /** The declarations of a component: those with its tag's name and, where they are written out, its attributes. */
  componentsOf(component: ComponentDefinition): FoundComponent[] {
    return this.#found(() => this.#searchComponents(component))
  }

  /** Looks further than the project's own files only for what these do not have. */
  #found<T>(search: () => T[]): T[] {
    const found = search()
    if (found.length > 0 || this.#followed) return found
    this.#followImports()
    return search()
  }

  #searchComponents({ name, attrs, rest }: ComponentDefinition): FoundComponent[] {
    const names = [...attrs.keys(), ...(rest === undefined ? [] : [rest.key])].sort().join()
    const found: FoundComponent[] = []
    for (const [path, source] of this.#sources) {
      if (!source.includes(`"${name}"`) && !source.includes(`'${name}'`)) continue
      for (const declaration of componentDeclarations(tokenize(source), name)) {
        const { attributes } = declaration
        if (attributes === undefined || [...attributes].sort().join() === names) found.push({ path, declaration })
      }
    }
    return found
  }

  #search({ name, template }: ViewDefinition): FoundDeclaration[] {
    return this.#declared((declaration) => {
      if (declaration.template !== undefined && declaration.template !== template) return false
      if (declaration.templateMember === undefined) return false
      return declaration.name === undefined ? declaration.template === template : declaration.name === name
    })
  }

  #declared(isMeant: (declaration: ViewDeclaration) => boolean): FoundDeclaration[] {
    return this.#modules.flatMap((module) =>
      module.declarations.filter(isMeant).map((declaration) => ({ module, declaration })),
    )
  }

  #add(path: string): void {
    if (this.#sources.has(path) || !SOURCE.test(path) || TYPES_ONLY.test(path)) return
    const source = readFileSync(path, "utf8")
    this.#sources.set(path, source)
    // Most modules declare no view: they need not be taken apart.
    if (DECLARES.test(source)) this.#modules.push(readModule(path, source))
  }

  /** Reads what the project's files import by relative names: a project may name its entry only. */
  #followImports(): void {
    this.#followed = true
    const pending = [...this.#files]
    const seen = new Set(pending)
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      if (!SOURCE.test(file) || TYPES_ONLY.test(file)) continue
      const known = this.#modules.find(({ path }) => path === file)
      const tokens = known?.tokens ?? tokenize(this.#sources.get(file) ?? readFileSync(file, "utf8"))
      for (const { text } of moduleNames(tokens)) {
        const path = text.startsWith(".") ? fileOf(resolve(dirname(file), text)) : undefined
        if (path === undefined || seen.has(path)) continue
        seen.add(path)
        pending.push(path)
        this.#add(path)
      }
    }
  }
}

/** The source file that a module's path means. */
function fileOf(path: string): string | undefined {
  const bare = path.slice(0, path.length - extname(path).length)
  const asSource = extname(path).replace("js", "ts")
  const candidates = [
    `${bare}${asSource}`,
    `${bare}${asSource}x`,
    path,
    `${path}.ts`,
    `${path}.tsx`,
    `${path}/index.ts`,
  ]
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
}
