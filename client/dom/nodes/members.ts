/**
 * Members of nodes, read past what may hide them: a form's controls are properties of the form, by their names, before
 * its own, so `form.attributes` may be a text field. What may be a form is asked through these, which take the members
 * from the prototypes. A list of names would not do: any member can be hidden, and at any time.
 *
 * The document is such an object too: forms, images, frames and objects are its properties by their names, so
 * `document.createTextNode` may be a form. What is asked of it is below, by functions that know the document.
 *
 * Text and comments, and elements known to be no forms, need none of this. It imports nothing: the parts that are loaded
 * lazily have a copy each.
 */

type Get<T, K extends keyof T> = (node: T) => T[K]
type Call<T, A extends readonly unknown[], R> = (node: T, ...values: A) => R

export const firstChildOf: Get<Node, "firstChild"> = /*@__PURE__*/ member("Node", "firstChild", "get")
export const lastChildOf: Get<Node, "lastChild"> = /*@__PURE__*/ member("Node", "lastChild", "get")
export const nextOf: Get<Node, "nextSibling"> = /*@__PURE__*/ member("Node", "nextSibling", "get")
export const previousOf: Get<Node, "previousSibling"> = /*@__PURE__*/ member("Node", "previousSibling", "get")
export const parentOf: Get<Node, "parentNode"> = /*@__PURE__*/ member("Node", "parentNode", "get")
export const childrenOf: Get<Node, "childNodes"> = /*@__PURE__*/ member("Node", "childNodes", "get")
export const nodeTypeOf: Get<Node, "nodeType"> = /*@__PURE__*/ member("Node", "nodeType", "get")
export const nodeNameOf: Get<Node, "nodeName"> = /*@__PURE__*/ member("Node", "nodeName", "get")
export const isInPage: Get<Node, "isConnected"> = /*@__PURE__*/ member("Node", "isConnected", "get")
export const elementsIn: Get<Element, "children"> = /*@__PURE__*/ member("Element", "children", "get")
export const textOf: Get<Node, "textContent"> = /*@__PURE__*/ member("Node", "textContent", "get")
export const localNameOf: Get<Element, "localName"> = /*@__PURE__*/ member("Element", "localName", "get")
export const namespaceOf: Get<Element, "namespaceURI"> = /*@__PURE__*/ member("Element", "namespaceURI", "get")
export const attributesOf: Get<Element, "attributes"> = /*@__PURE__*/ member("Element", "attributes", "get")
export const classesOf: Get<Element, "classList"> = /*@__PURE__*/ member("Element", "classList", "get")
export const htmlOf: Get<Element, "outerHTML"> = /*@__PURE__*/ member("Element", "outerHTML", "get")
/** Of a document that is not this page's; of this page's, see below. */
export const htmlElementOf: Get<Document, "documentElement"> = /*@__PURE__*/ member(
  "Document",
  "documentElement",
  "get",
)
export const bodyOf: Get<Document, "body"> = /*@__PURE__*/ member("Document", "body", "get")
export const controlsOf: Get<HTMLFormElement, "elements"> = /*@__PURE__*/ member("HTMLFormElement", "elements", "get")

export const insertBefore: Call<Node, [node: Node, before: Node | null], Node> = /*@__PURE__*/ member(
  "Node",
  "insertBefore",
)
export const removeChild: Call<Node, [child: Node], Node> = /*@__PURE__*/ member("Node", "removeChild")
export const cloneNode: Call<Node, [deep: boolean], Node> = /*@__PURE__*/ member("Node", "cloneNode")
export const treeOf: Call<Node, [], Node> = /*@__PURE__*/ member("Node", "getRootNode")
export const contains: Call<Node, [other: Node | null], boolean> = /*@__PURE__*/ member("Node", "contains")
export const isEqualNode: Call<Node, [other: Node | null], boolean> = /*@__PURE__*/ member("Node", "isEqualNode")
export const comparePosition: Call<Node, [other: Node], number> = /*@__PURE__*/ member(
  "Node",
  "compareDocumentPosition",
)
export const getAttribute: Call<Element, [name: string], string | null> = /*@__PURE__*/ member(
  "Element",
  "getAttribute",
)
export const hasAttribute: Call<Element, [name: string], boolean> = /*@__PURE__*/ member("Element", "hasAttribute")
export const setAttribute: Call<Element, [name: string, value: string], void> = /*@__PURE__*/ member(
  "Element",
  "setAttribute",
)
export const removeAttribute: Call<Element, [name: string], void> = /*@__PURE__*/ member("Element", "removeAttribute")
export const setAttributeNode: Call<Element, [attribute: Attr], Attr | null> = /*@__PURE__*/ member(
  "Element",
  "setAttributeNode",
)
export const removeAttributeNode: Call<Element, [attribute: Attr], Attr> = /*@__PURE__*/ member(
  "Element",
  "removeAttributeNode",
)
export const matches: Call<Element, [selector: string], boolean> = /*@__PURE__*/ member("Element", "matches")
export const closest: Call<Element, [selector: string], Element | null> = /*@__PURE__*/ member("Element", "closest")
export const find: Call<Element, [selector: string], Element | null> = /*@__PURE__*/ member("Element", "querySelector")
export const findAll: Call<Element, [selector: string], NodeListOf<Element>> = /*@__PURE__*/ member(
  "Element",
  "querySelectorAll",
)
export const byTagName: Call<Element, [name: string], HTMLCollectionOf<Element>> = /*@__PURE__*/ member(
  "Element",
  "getElementsByTagName",
)

/** In a document that is not this page's. */
export const createElementIn: Call<Document, [name: string], HTMLElement> = /*@__PURE__*/ member(
  "Document",
  "createElement",
)

/** Text, comments and fragments have constructors. */
export const createElement: (name: string) => HTMLElement = /*@__PURE__*/ ofPage("createElement")
export const importNode: <N extends Node>(node: N, deep: boolean) => N = /*@__PURE__*/ ofPage("importNode")
export const findInPage: <E extends Element = Element>(selector: string) => E | null =
  /*@__PURE__*/ ofPage("querySelector")
export const findAllInPage: <E extends Element = Element>(selector: string) => NodeListOf<E> =
  /*@__PURE__*/ ofPage("querySelectorAll")
export const bodyOfPage: () => HTMLElement = /*@__PURE__*/ askPage("body")
export const focusedInPage: () => Element | null = /*@__PURE__*/ askPage("activeElement")
export const scrollerOfPage: () => Element | null = /*@__PURE__*/ askPage("scrollingElement")
export const isPageHidden: () => boolean = /*@__PURE__*/ askPage("hidden")
export const stateOfPage: () => DocumentReadyState = /*@__PURE__*/ askPage("readyState")
export const sheetsOfPage: () => CSSStyleSheet[] = /*@__PURE__*/ askPage("adoptedStyleSheets")
/** Of its links and `style` elements. */
export const styleSheetsOfPage: () => StyleSheetList = /*@__PURE__*/ askPage("styleSheets")
export const cookiesOfPage: () => string = /*@__PURE__*/ askPage("cookie")
export const listenTo: Call<
  EventTarget,
  // oxlint-disable-next-line typescript/no-explicit-any
  [type: string, listener: (event: any) => void, options?: AddEventListenerOptions],
  void
> = /*@__PURE__*/ member("EventTarget", "addEventListener")

export const dispatchTo: Call<EventTarget, [event: Event], boolean> = /*@__PURE__*/ member(
  "EventTarget",
  "dispatchEvent",
)

export const submitAgain: Call<HTMLFormElement, [submitter?: HTMLElement], void> = /*@__PURE__*/ member(
  "HTMLFormElement",
  "requestSubmit",
)

/** As an assignment to the document's `cookie`. */
export function setCookie(text: string): void {
  Reflect.set(Document.prototype, "cookie", text, document)
}

/** Absent of elements that have no style. */
export function styleOf(element: Element): CSSStyleDeclaration | undefined {
  return element instanceof HTMLElement ? htmlStyleOf(element) : (element as Partial<HTMLElement>).style
}

/** The element itself, if the selector finds it, and what it finds in it. */
export function findAllFrom(element: Element, selector: string): Element[] {
  const inside = findAll(element, selector)
  return matches(element, selector) ? [element, ...inside] : [...inside]
}

/** In the order of the page: parents before what stands in them. */
export function inOrder<E extends Element>(elements: Iterable<E>): E[] {
  const all = [...elements]
  if (all.length <= MOST_COMPARED)
    return all.sort((a, b) => (comparePosition(a, b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  const left = new Set<Element>(all)
  const found = [...findAllInPage<E>("*")].filter((element) => left.delete(element))
  return [...found, ...(left as Set<E>)]
}

/** To compare siblings the browser counts them: of more elements than these, one look at the whole page costs less. */
const MOST_COMPARED = 100

/** Takes a node out of wherever it stands. */
export function remove(node: Node): void {
  const parent = parentOf(node)
  if (parent !== null) removeChild(parent, node)
}

/** Puts another node where a node stands. */
export function replace(node: Node, by: Node): void {
  const parent = parentOf(node)
  if (parent === null) return
  insertBefore(parent, by, node)
  removeChild(parent, node)
}

export function setText(node: Node, text: string | null): void {
  setNodeText(node, text)
}

const htmlStyleOf: Get<HTMLElement, "style"> = /*@__PURE__*/ member("HTMLElement", "style", "get")
const setNodeText: Call<Node, [text: string | null], void> = /*@__PURE__*/ member("Node", "textContent", "set")

/**
 * A member of a prototype, as a function that takes what would be `this` first: engines inline it. Where there is no page, it is of no
 * use, but the module may be imported.
 */
function member<T>(of: string, name: string, by: "get" | "set" | "value" = "value"): T {
  return Function.prototype.call.bind(descriptor(of, name)?.[by] as Function) as T
}

/** A method of the document's prototype, for this document. */
function ofPage<T>(name: string): T {
  return descriptor("Document", name)?.value?.bind(document)
}

/** What the document's prototype says of this document. */
function askPage<T>(name: string): () => T {
  return () => Reflect.get(Document.prototype, name, document) as T
}

/** Undefined where there is no page: the module may be imported there. */
function descriptor(of: string, name: string): PropertyDescriptor | undefined {
  const type = (globalThis as unknown as Record<string, { prototype: object } | undefined>)[of]
  return type && Object.getOwnPropertyDescriptor(type.prototype, name)
}
