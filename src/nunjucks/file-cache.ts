/** Compiled files by resolved name. nunjucks' own cache holds templates of its own compiler, so this is another one. */

import type { FileFacts } from "./analyse/facts.js"
import { type CompileSetting, compileFile, type ParsedFile, parseFile } from "./compile-file.js"
import {
  type Environment,
  type Loader,
  NunjucksEnvironment,
  NunjucksLoader,
  NunjucksTemplate,
} from "./internals/internals.js"
import { describeMissing } from "./missing-file.js"
import type { CompiledFile } from "./runtime/compiled-file.js"
import type { FileSource } from "./runtime/render-state.js"

interface Entry {
  readonly parsed: ParsedFile
  /** Where it was read, if it may have changed since. */
  readonly rereads: { readonly loader: Loader; readonly name: string } | undefined
  compiled: CompiledFile | undefined
}

interface Found {
  readonly key: string
  readonly path: string
  readonly source: string
  readonly rereads: Entry["rereads"]
}

export class FileCache implements FileSource<CompiledFile> {
  readonly setting: CompileSetting
  readonly #entries = new Map<string, Entry>()
  readonly #given = new WeakMap<object, CompiledFile>()
  readonly #parsing = new Set<string>()
  /** By the file that names it and the name, as that stands there. */
  readonly #named = new Map<string | undefined, Map<string, Entry>>()
  /** Names always mean the same as seen from the same file: the host's loaders resolve them as nunjucks' own do. */
  readonly #isSteady: boolean
  /** How often everything was forgotten. */
  #forgotten = 0

  constructor(setting: Omit<CompileSetting, "otherFile">) {
    this.setting = { ...setting, otherFile: (name, parent) => this.#factsOf(name, parent) }
    // What one file says decides how others are compiled that name it.
    setting.env.on?.("update", () => this.#forget())
    this.#isSteady = resolvesAsNunjucks(setting.env)
  }

  /** What was found by a name is found by it again for as long as this is the same. NaN, which never is: that cannot be said. */
  get edition(): number {
    return this.#isSteady ? this.#forgotten : Number.NaN
  }

  /** Before a render, in development: forgets everything if a file has changed whose loader keeps nothing. */
  refresh(): void {
    for (const { parsed, rereads } of this.#entries.values()) {
      if (rereads === undefined || textOf(rereads.loader, rereads.name) === parsed.source) continue
      return this.#forget()
    }
  }

  /** Forgets everything if a file is not what it was, whether its loader keeps it or not. */
  reload(): void {
    // Layouts are rendered by nunjucks itself.
    this.setting.env.invalidateCache?.()
    for (const [key, { parsed }] of this.#entries) {
      const [index, name] = key.split("\0") as [string, string]
      const loader = this.setting.env.loaders[Number(index)]
      if (loader !== undefined && textOf(loader, name) === parsed.source) continue
      return this.#forget()
    }
  }

  /** The compiled file of this name, as seen from `parent`. */
  find(name: unknown, parent: string | undefined, ignoreMissing: boolean): CompiledFile | undefined {
    const raw = (name as { raw?: unknown } | null | undefined)?.raw ?? name
    if (raw instanceof NunjucksTemplate) return this.#fromTemplate(raw)
    if (typeof raw !== "string") throw new Error(`template names must be a string: ${String(raw)}`)
    const entry = this.#entry(raw, parent)
    if (entry === undefined) {
      if (ignoreMissing) return undefined
      throw new Error(describeMissing(raw, this.setting.env))
    }
    entry.compiled ??= compileFile(entry.parsed, this.setting)
    return entry.compiled
  }

  /** A template that the host compiled itself: only its source is of use. */
  #fromTemplate(template: object): CompiledFile {
    const known = this.#given.get(template)
    if (known !== undefined) return known
    const { tmplStr, path } = template as { tmplStr?: string; path?: string }
    if (tmplStr === undefined) throw new Error("a precompiled template has no source; give its name or its text")
    const compiled = compileFile(parseFile(path, tmplStr, this.setting), this.setting)
    this.#given.set(template, compiled)
    return compiled
  }

  #entry(name: string, parent: string | undefined): Entry | undefined {
    const kept = this.#kept(name, parent)
    if (kept !== undefined) return kept
    const found = this.#read(name, parent)
    return found === undefined ? undefined : this.#add(found)
  }

  #add(found: Found): Entry {
    this.#parsing.add(found.key)
    try {
      const parsed = parseFile(found.path, found.source, this.setting)
      const entry: Entry = { parsed, rereads: found.rereads, compiled: undefined }
      this.#entries.set(found.key, entry)
      return entry
    } finally {
      this.#parsing.delete(found.key)
    }
  }

  #forget(): void {
    this.#forgotten += 1
    this.#entries.clear()
    this.#named.clear()
  }

  /** What is known already and need not be read again. */
  #kept(name: string, parent: string | undefined): Entry | undefined {
    const named = this.#named.get(parent)?.get(name)
    if (named !== undefined) return named
    const entry = this.#resolved(name, parent)
    if (entry === undefined || !this.#isSteady) return entry
    const names = this.#named.get(parent) ?? new Map<string, Entry>()
    this.#named.set(parent, names.set(name, entry))
    return entry
  }

  #resolved(name: string, parent: string | undefined): Entry | undefined {
    const { env } = this.setting
    for (const [index, loader] of env.loaders.entries()) {
      const entry = this.#entries.get(keyOf(index, env.resolveTemplate(loader, parent, name)))
      if (entry !== undefined) return entry
    }
    return undefined
  }

  #read(name: string, parent: string | undefined): Found | undefined {
    const { env } = this.setting
    let resolved = name
    for (const [index, loader] of env.loaders.entries()) {
      resolved = env.resolveTemplate(loader, parent, resolved)
      const file = synchronous(loader).getSource(resolved)
      if (file === null || file === undefined) continue
      const rereads = file.noCache === true ? { loader, name: resolved } : undefined
      return { key: keyOf(index, resolved), path: file.path, source: file.src, rereads }
    }
    return undefined
  }

  #factsOf(name: string, parent: string | undefined): FileFacts | undefined {
    try {
      const kept = this.#kept(name, parent)
      if (kept !== undefined) return kept.parsed.facts
      const found = this.#read(name, parent)
      return found === undefined || this.#parsing.has(found.key) ? undefined : this.#add(found).parsed.facts
    } catch {
      // It is found wanting when it is rendered, if it ever is; so it says nothing here.
      return undefined
    }
  }
}

function resolvesAsNunjucks(env: Environment): boolean {
  const { resolve, isRelative } = NunjucksLoader.prototype
  return (
    env.resolveTemplate === NunjucksEnvironment.prototype.resolveTemplate &&
    env.loaders.every((loader) => loader.resolve === resolve && loader.isRelative === isRelative)
  )
}

/** What a file says now; undefined if it is not there, perhaps because it is being replaced. */
function textOf(loader: Loader, name: string): string | undefined {
  try {
    return loader.getSource(name)?.src
  } catch {
    return undefined
  }
}

function keyOf(loader: number, name: string): string {
  return `${loader}\0${name}`
}

function synchronous(loader: Loader): Loader {
  if (loader.async === true) {
    throw new Error(
      "a template loader is asynchronous. Templates of live views are rendered in one go: use a synchronous loader",
    )
  }
  return loader
}
