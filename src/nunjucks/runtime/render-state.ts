/** What one render carries through all files, macros and blocks it enters. */

import type { Rendered } from "../../render/values/values.js"

/** Finds compiled files; the same file again within one render is the same object. */
export interface FileSource<File> {
  find(name: unknown, parent: string | undefined, ignoreMissing: boolean): File | undefined
}

export class RenderState<File> {
  /** Names whose value may differ from the previous render, as bits. Only ever grows, except where a scope ends. */
  d: number
  /** Names whose objects may have changed inside, while being the same. */
  m: number
  /** Handed to the function that is called next: what it gave in the previous render. */
  prev: Rendered | undefined = undefined
  /** With `prev`: an argument comes from something mutated. */
  mutatedArguments = false
  /** Something stands in a content slot that does not close what it opens. */
  unbalanced = false
  /** Something in a content slot closes, by implication, an element around it. */
  misfit = false
  readonly #source: FileSource<File>
  /** By the file that names them. Undefined: none was asked for, as in most renders. */
  #files: Map<string | undefined, Map<string, File | null>> | undefined

  constructor(source: FileSource<File>, dirty: number, mutated: number) {
    this.#source = source
    this.d = dirty
    this.m = mutated
  }

  file(name: unknown, parent: string | undefined, ignoreMissing: boolean): File | undefined {
    if (typeof name !== "string") return this.#source.find(name, parent, ignoreMissing)
    this.#files ??= new Map()
    let files = this.#files.get(parent)
    if (files === undefined) this.#files.set(parent, (files = new Map()))
    const known = files.get(name)
    if (known !== undefined && (known !== null || ignoreMissing)) return known ?? undefined
    const file = this.#source.find(name, parent, ignoreMissing)
    files.set(name, file ?? null)
    return file
  }
}
