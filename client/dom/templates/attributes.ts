/**
 * Writes attributes so that what is not the server's stays: classes and style properties of other scripts, the state
 * that the user gave to `details` and `dialog`. The state of form controls is left to `controls.ts`.
 */

import { isIgnored } from "../nodes/ignored.js"
import {
  classesOf,
  createElement,
  getAttribute,
  localNameOf,
  namespaceOf,
  removeAttribute as removeAttributeOf,
  setAttributeNode,
  setAttribute as setAttributeOf,
  styleOf,
} from "../nodes/members.js"
import { changed } from "../nodes/write-log.js"
import type { Namespace } from "./template.js"
import { parseFragment } from "./trusted-html.js"

/** Told of attributes that elements get and did not have; undefined as long as nobody wants to know. */
let watcher: ((name: string) => void) | undefined

/** From now on `watch` is told the names of attributes that come by a value, and stand in no template's text. */
export function watchAttributes(watch: (name: string) => void): void {
  watcher = watch
}

/** Writes an attribute, or removes it (null). Equal values are not written: an equal `src` would load again. */
export function writeAttribute(element: Element, name: string, value: string | null, namespace?: string | null): void {
  if (isIgnored(element, name)) return
  if (namespace) {
    const local = name.slice(name.indexOf(":") + 1)
    if (element.getAttributeNS(namespace, local) === value) return
    changed(element)
    if (value === null) element.removeAttributeNS(namespace, local)
    else element.setAttributeNS(namespace, name, value)
    return
  }
  const last = getAttribute(element, name)
  if (last === value) return
  changed(element)
  if (value === null) removeAttribute(element, name)
  else setAttribute(element, name, value)
  if (last === null) watcher?.(name)
  // The attribute is only the default of this state, and has no effect once the element is made.
  if (name === "muted" && element instanceof HTMLMediaElement) element.muted = value !== null
}

/** `setAttribute` refuses names that the parser takes, such as `@click`. */
function setAttribute(element: Element, name: string, value: string): void {
  try {
    setAttributeOf(element, name, value)
  } catch {
    const attribute = parsedAttribute(name, "html")?.cloneNode() as Attr | undefined
    if (attribute === undefined) return
    attribute.value = value
    setAttributeNode(element, attribute)
  }
}

/** An attribute as the parser adjusts it on this element: in svg and math some names have capitals, or a namespace. */
export function adjusted(element: Element, name: string): AttributeName {
  const namespaceURI = namespaceOf(element)
  if (namespaceURI?.endsWith("xhtml")) return { name, namespace: null }
  const attribute = parsedAttribute(name, namespaceURI?.endsWith("svg") ? "svg" : "math")
  return attribute === undefined
    ? { name, namespace: null }
    : { name: attribute.name, namespace: attribute.namespaceURI }
}

export interface AttributeName {
  readonly name: string
  readonly namespace: string | null
}

function parsedAttribute(name: string, namespace: Namespace): Attr | undefined {
  return parseFragment(`<g ${name}></g>`, namespace).firstElementChild?.attributes[0]
}

function removeAttribute(element: Element, name: string): void {
  // Without `close()` the page behind a modal dialog stays inert.
  if (name === "open" && localNameOf(element) === "dialog") (element as Partial<HTMLDialogElement>).close?.()
  removeAttributeOf(element, name)
}

/** Takes off the classes that the server gave last, and adds its new ones. */
export function writeClass(element: Element, last: string | null, next: string | null): void {
  if (last === next || isIgnored(element, "class")) return
  if (getAttribute(element, "class") === last) {
    writeAttribute(element, "class", next)
    return
  }
  changed(element)
  const kept = new Set(tokens(next))
  for (const token of tokens(last)) if (!kept.has(token)) classesOf(element).remove(token)
  classesOf(element).add(...kept)
}

/** Writes the style properties that differ from the server's last, one by one: `setAttribute` would need the CSP's leave. */
export function writeStyle(element: Element, last: string | null, next: string | null): void {
  const style = styleOf(element)
  if (last === next || style === undefined || isIgnored(element, "style")) return
  changed(element)
  const before = declarations(last)
  const after = declarations(next)
  for (const name of Array.from(before)) if (after.getPropertyValue(name) === "") style.removeProperty(name)
  for (const name of Array.from(after)) {
    const value = after.getPropertyValue(name)
    const priority = after.getPropertyPriority(name)
    if (style.getPropertyValue(name) !== value || style.getPropertyPriority(name) !== priority) {
      style.setProperty(name, value, priority)
    }
  }
  if (next === null && style.length === 0) removeAttributeOf(element, "style")
}

function tokens(value: string | null): string[] {
  return value?.match(/[^\t\n\f\r ]+/g) ?? []
}

/** Parsed by the browser itself, which splits shorthands and drops what it does not know. */
function declarations(text: string | null): CSSStyleDeclaration {
  const { style } = createElement("i")
  style.cssText = text ?? ""
  return style
}
