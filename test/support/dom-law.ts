/**
 * The law of the two halves, for nunjucks templates: the first HTML, bound and then changed by nothing but differences,
 * is at each step the page that the browser would parse from a fresh render.
 */

import { Html, isRendered, List, Region, type Rendered, Tag, type Value } from "../../src/render/values/values.js"
import { toHtml } from "../../src/render/write/write-html.js"
import { LivePage } from "./live-page.js"
import { changesBetween, type Files, renderFirst, type Setup } from "./nunjucks-setup.js"

export interface LawStep {
  readonly context: object
  /** Names of what was changed in place. */
  readonly mutated?: readonly string[]
  /** The connection was lost before it: the view is mounted anew, all its values come. */
  readonly rejoin?: boolean
  /** Of the first step: the page was made of this, and its process has gone on before it was joined. */
  readonly madeOf?: object
}

/** Where the law does not hold. */
export interface Breach {
  readonly step: number
  readonly what: string
  readonly page: string
  readonly wanted: string
}

/**
 * Follows the steps; gives the first breach, or undefined. Steps that cannot be rendered end it. `isOwn`: all HTML is
 * written in templates, so that it is held to the law even where the parser does not take it as it is written.
 */
export async function breachOf(
  { renderer }: Setup,
  steps: Iterable<LawStep>,
  isOwn = false,
): Promise<Breach | undefined> {
  let tree: Rendered | undefined
  let page: LivePage | undefined
  let before: object = {}
  let step = -1
  const breach = (what: string, found: string, wanted: string): Breach => {
    return { step, what, page: found, wanted }
  }
  for (const { context, mutated, rejoin, madeOf } of steps) {
    step++
    let fresh: Rendered
    let made: Rendered
    try {
      made = renderFirst(renderer, madeOf ?? context)
      fresh = madeOf === undefined ? made : renderFirst(renderer, context)
    } catch {
      return undefined
    }
    const html = toHtml(fresh)
    const wanted = parsed(html)
    const isComparable = isOwn || isSelfContained(fresh, html, wanted)
    if (page === undefined || tree === undefined) {
      // What a safe value leaves open swallows what stands behind it, our markers too.
      if (!isComparable) return undefined
      if (madeOf === undefined) tree = fresh
      else {
        if (!isOwn && !isSelfContained(made, toHtml(made), parsed(toHtml(made)))) return undefined
        tree = renderer.render(context, changesBetween(madeOf, context, mutated), made) as Rendered
      }
      page = new LivePage(made, madeOf === undefined ? {} : { adopted: tree })
      await page.settled()
      if (page.requests.length > 0 && isParsedAsWritten(html, wanted)) {
        return breach("values asked for", page.warnings.join(), html)
      }
    } else if (rejoin === true) {
      tree = fresh
      page.rejoin(fresh)
      await page.settled()
    } else {
      const next = renderer.render(context, changesBetween(before, context, mutated), tree) as Rendered
      page.update(next)
      await page.settled()
      tree = next
    }
    before = context
    if (!isComparable) continue
    const found = bare(page.root)
    if (!found.isEqualNode(wanted)) return breach("another page", found.innerHTML, wanted.innerHTML)
    const state = controlStates(page.root)
    const wantedState = controlStates(wanted)
    if (state !== wantedState) return breach("other control state", state, wantedState)
  }
  return undefined
}

/** Names a set of files in a failure. */
export function described(breach: Breach | undefined, files: Files): string {
  return breach === undefined ? "" : `${JSON.stringify(breach, null, 1)}\n${JSON.stringify(files, null, 1)}`
}

function parsed(html: string): HTMLElement {
  const element = document.createElement("div")
  element.innerHTML = html
  clean(element)
  return element
}

/** A copy without our markers, with text, comments and styles in one form. */
function bare(root: HTMLElement): HTMLElement {
  const copy = root.cloneNode(true) as HTMLElement
  clean(copy)
  return copy
}

function clean(parent: ParentNode & Node): void {
  for (const node of Array.from(parent.childNodes)) {
    if (node instanceof Comment) {
      const data = node.data.trim()
      if (isMarker(data)) node.remove()
      else node.data = data
    } else if (node instanceof Element) {
      // Where scripts run it holds text that nobody sees, and entities in it are not decoded.
      if (node.localName === "noscript") node.replaceChildren()
      if (node instanceof HTMLTemplateElement) clean(node.content)
      else clean(node)
      const style = node.getAttribute("style")
      if (style !== null) node.setAttribute("style", normalStyle(style))
    }
  }
  parent.normalize()
}

function isMarker(data: string): boolean {
  return data === "" || /^(?:\{(?:\*?\d*)|\}|#\d+\*\d+)$/.test(data)
}

const normalStyles = new Map<string, string>()

function normalStyle(value: string): string {
  const known = normalStyles.get(value)
  if (known !== undefined) return known
  const { style } = document.createElement("i")
  style.cssText = value
  const normal = Array.from(style, (name) => `${name}:${style.getPropertyValue(name)}`)
    .sort()
    .join(";")
  normalStyles.set(value, normal)
  return normal
}

/** What forms would send, and what the user sees. */
function controlStates(root: HTMLElement): string {
  const states = Array.from(root.querySelectorAll("input,textarea,option"), (control) => {
    if (control instanceof HTMLOptionElement) return control.selected
    const { value, checked } = control as HTMLInputElement
    return [value, checked]
  })
  return JSON.stringify(states)
}

/** True if each piece of foreign HTML is parsed alone as it is parsed in its place, which is `nodes`. */
function isSelfContained(tree: Rendered, html: string, nodes: HTMLElement): boolean {
  return isWellFormed(tree) && (!hasElements(tree) || isParsedAsWritten(html, nodes))
}

function hasElements(value: Value): boolean {
  if (value instanceof Html) return value.html.includes("<")
  if (value instanceof List) return value.items.some(hasElements)
  return isRendered(value) && (value.slice(1) as Value[]).some(hasElements)
}

function isWellFormed(value: Value): boolean {
  // Without quotes, a safe value can end the tag.
  if (value instanceof Tag) return fragment(`<p ${value.source}></p>`).content.textContent === ""
  if (value instanceof Html || value instanceof Region) {
    return isParsedAsWritten(value.html, fragment(value.html).content)
  }
  if (value instanceof List) return value.items.every(isWellFormed)
  return !isRendered(value) || (value.slice(1) as Value[]).every(isWellFormed)
}

function fragment(html: string): HTMLTemplateElement {
  return Object.assign(document.createElement("template"), { innerHTML: html })
}

const PIECE = /<!--[^]*?-->|<(\/?[a-zA-Z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|</g
const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#92;": "\\",
}

/** False if the parser moved, closed or added something. */
function isParsedAsWritten(html: string, nodes: ParentNode): boolean {
  return skeleton(html) === skeleton(nodes instanceof Element ? nodes.innerHTML : innerHtml(nodes))
}

function innerHtml(nodes: ParentNode): string {
  const holder = document.createElement("div")
  holder.append(nodes.cloneNode(true))
  return holder.innerHTML
}

/** Tags and texts in order, without attributes. */
function skeleton(html: string): string {
  let text = ""
  for (const [piece, tag] of html.matchAll(PIECE)) {
    if (tag !== undefined) text += `<${tag.toLowerCase()}>`
    else if (!piece.startsWith("<!--"))
      text += piece.replaceAll(/&(?:amp|lt|gt|quot|#39|#92);/g, (e) => ENTITIES[e] ?? e)
  }
  return text.replaceAll(/(<(?:pre|textarea|listing)>)\n/g, "$1")
}
