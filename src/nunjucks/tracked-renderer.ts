/** Renders one view's nunjucks template, tracked; and tells, while an app is developed, of what is wrong with it. */

import { isLiveError, LiveError } from "../errors/live-error.js"
import { messageOf } from "../errors/thrown.js"
import type { Changes, Renderer } from "../render/renderer.js"
import { madeAgain } from "../render/stream/stream.js"
import { makeTemplate } from "../render/template/make-template.js"
import type { Template } from "../render/template/template.js"
import { registerTemplate } from "../render/template/template-registry.js"
import { Region, type Rendered } from "../render/values/values.js"
import { toHtml } from "../render/write/write-html.js"
import { closest } from "../util/closest.js"
import { withFlashOf } from "../util/flash.js"
import { reviewTags } from "./analyse/tag-review.js"
import { unknownNames } from "./analyse/unknown-names.js"
import type { FileCache } from "./file-cache.js"
import { runtime } from "./internals/internals.js"
import { codeFrame, placeName } from "./parse/template-errors.js"
import type { CompiledFile } from "./runtime/compiled-file.js"
import { Context } from "./runtime/context.js"
import { findDoubleKey } from "./runtime/double-keys.js"
import { RenderState } from "./runtime/render-state.js"
import { findStale } from "./runtime/stale-check.js"

interface Run {
  readonly tree: Rendered
  /** Something stands in a content slot that does not close what it opens. */
  readonly unbalanced: boolean
  /** Something in a content slot closes an element around it; it was told where. */
  readonly misfit: boolean
}

/** What a {@link TrackedRenderer} is made of. */
export interface TrackedRendererOptions {
  /** The template's name. */
  readonly name: string
  /** The view's name, for messages. */
  readonly view: string
  readonly files: FileCache
  /** What templates see beside their assigns, asked for at each render. */
  readonly locals?: (() => object) | undefined
  /** Says of a name that is no assign where its value stands, if it is known. */
  readonly whereIs?: ((name: string) => string | undefined) | undefined
  readonly development: boolean
}

export class TrackedRenderer implements Renderer {
  readonly #name: string
  readonly #view: string
  readonly #files: FileCache
  readonly #verifies: boolean
  readonly #locals: () => object
  readonly #whereIs: (name: string) => string | undefined
  /** The view's own file, and the edition that it is of. */
  #found: { readonly file: CompiledFile; readonly edition: number } | undefined
  /** The file whose names were looked up. */
  #reviewed: CompiledFile | undefined

  constructor({
    name,
    view,
    files,
    development,
    locals = () => ({}),
    whereIs = () => undefined,
  }: TrackedRendererOptions) {
    this.#name = name
    this.#view = view
    this.#files = files
    this.#verifies = development
    this.#locals = locals
    this.#whereIs = whereIs
  }

  render(assigns: object, changes: Changes | undefined, previous: Rendered | undefined): Rendered {
    // In production files are what they were when they were read, unless the loader itself says that one has changed.
    if (this.#verifies) this.#files.refresh()
    const file = this.#file()
    if (this.#verifies && this.#reviewed !== file) this.#review(file, assigns)
    const trusted = changes === undefined ? undefined : previous
    const { tree, unbalanced, misfit } = this.#run(file, assigns, changes, trusted)
    if (unbalanced) this.#warnOfUnbalanced()
    if (unbalanced || misfit) return asRegion(tree, previous)
    if (this.#verifies) this.#warnOfDoubleKeys(tree)
    if (this.#verifies && trusted !== undefined) {
      const fresh = madeAgain(assigns, () => this.#run(file, assigns, undefined, undefined))
      this.#verify(trusted, tree, fresh.tree)
    }
    return tree
  }

  #run(file: CompiledFile, assigns: object, changes: Changes | undefined, previous: Rendered | undefined): Run {
    const { bits, env } = this.#files.setting
    const mutated = changes === undefined || changes.mutated.size === 0 ? 0 : bits.mask(changes.mutated)
    const dirty = changes === undefined ? 0 : bits.mask(changes.dirty) | mutated
    const state = new RenderState(this.#files, dirty, mutated)
    const frame = new runtime.Frame()
    frame.topLevel = true
    const tree = file.root(
      state,
      new Context(withFlashOf(assigns, { ...this.#locals(), ...assigns }), file.blocks, env),
      frame,
      previous,
    )
    return { tree, unbalanced: state.unbalanced, misfit: state.misfit }
  }

  /** Tells of tags that are mistakes, and of names that are neither assigns nor anything else. */
  #review(file: CompiledFile, assigns: object): void {
    this.#reviewed = file
    const { setting } = this.#files
    const facts = setting.otherFile(this.#name, undefined)
    if (facts === undefined) return
    for (const { place, problem } of reviewTags(facts)) {
      setting.warn("LV_TAG", `${placeName(place)}: ${problem}\n\n${codeFrame(place)}`)
    }
    const known = Object.keys(assigns)
    const locals = this.#locals()
    const isKnown = (name: string): boolean => name in assigns || name in locals || name in setting.env.globals
    for (const { name, ...place } of unknownNames(facts, isKnown)) {
      const similar = closest(name, known)
      const names =
        similar === undefined ? `it has ${known.map(quoted).join(", ") || "none"}` : `did you mean ${quoted(similar)}?`
      const hint = this.#whereIs(name) ?? names
      setting.warn(
        "LV_UNKNOWN_NAME",
        `${placeName({ ...place, source: "" })}: ${quoted(name)} is not an assign of ${quoted(this.#view)}; ${hint}`,
      )
    }
  }

  #warnOfDoubleKeys(tree: Rendered): void {
    const double = findDoubleKey(tree)
    if (double === undefined) return
    this.#files.setting.warn(
      "LV_DOUBLE_KEY",
      `${double.source}: two items of this list have the key ${String(double.key)}, so they may take over each other's place in the page. Each needs a key of its own.`,
    )
  }

  #verify(previous: Rendered, next: Rendered, fresh: Rendered): void {
    const stale = findStale(previous, next, fresh)
    if (stale === undefined) return
    this.#files.setting.warn(
      "LV_STALE",
      `${stale}: a part was not evaluated again, though its value would be another one now. Assign what has changed ` +
        "(the same object again counts as changed inside), or name the filter or global it calls in the option `impure`.",
    )
  }

  #file(): CompiledFile {
    const { edition } = this.#files
    if (this.#found?.edition === edition) return this.#found.file
    try {
      const file = this.#files.find(this.#name, undefined, false) as CompiledFile
      this.#found = { file, edition }
      return file
    } catch (error) {
      if (isLiveError(error)) throw error
      throw new LiveError("LV_TEMPLATE_MISSING", { name: this.#name, problem: messageOf(error) }, { cause: error })
    }
  }

  /** Something that was chosen in the render does not close what it opens. */
  #warnOfUnbalanced(): void {
    this.#files.setting.warn(
      "LV_REGION",
      `${this.#name}: the view is updated as a whole: a block, macro or include that is chosen while rendering does not close all it opens, or closes more.`,
    )
  }
}

/** The view's HTML cannot be taken apart in this render. */
function asRegion(tree: Rendered, previous: Rendered | undefined): Rendered {
  wholeView ??= wholeViewTemplate()
  const html = toHtml(tree)
  const old = previous?.[0] === wholeView ? (previous[1] as Region) : undefined
  return old?.html === html ? (previous as Rendered) : [wholeView, new Region(html)]
}

function quoted(name: string): string {
  return `\`${name}\``
}

let wholeView: Template | undefined

function wholeViewTemplate(): Template {
  return registerTemplate(makeTemplate({ statics: ["", ""], kinds: ["region"], namespace: "html", source: "view" }))
}
