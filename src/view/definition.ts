/**
 * A view as the rest of livemount sees it: its types erased, its members checked once, when it is made.
 */

import { describedWithKind } from "../errors/described.js"
import { LiveError } from "../errors/live-error.js"
import type { Rendered } from "../render/values/values.js"
import { closest } from "../util/closest.js"
import type { CheckedParts } from "./event.js"
import type { Params } from "./socket.js"

/** A view, made by `liveView`: to be given to `live.view`, `live.page`, `live.register` and `live.send`. */
export interface LiveView<Message = unknown> {
  readonly name: string
  /** For types only: what its `handleInfo` takes. */
  readonly "~message": Message
  /** @internal */
  readonly "~definition": ViewDefinition
}

/** What ends a view. */
export type CloseReason =
  /** The page has gone on, or dropped the root element. */
  | "leave"
  /** The connection was lost. */
  | "disconnect"
  /** A callback threw. */
  | "crash"
  /** The server stops. */
  | "shutdown"
  /** Broadcasts may have been missed: the view has no `handleGap`, and mounts anew. */
  | "gap"

/** An event's handler, erased: a plain function, or the parts of a checked event. */
export type ErasedEvent = ((params: Params, socket: unknown) => unknown) | CheckedParts

/** A view's members, erased. Functions are bound to the object they were written in. */
export interface ViewDefinition {
  readonly name: string
  readonly template?: string
  readonly render?: (assigns: object) => Rendered
  readonly layout?: string | false
  readonly title?: string
  readonly container: string
  readonly mount: (params: Params, session: object, socket: unknown) => unknown
  readonly events: ReadonlyMap<string, ErasedEvent>
  readonly handleEvent?: (event: string, params: Params, socket: unknown) => unknown
  readonly handleInfo?: (message: unknown, socket: unknown) => unknown
  readonly handleGap?: (topics: readonly string[], socket: unknown) => unknown
  readonly terminate?: (reason: CloseReason, socket: unknown) => unknown
}

/**
 * Returns the definition of a view.
 *
 * @throws {@link LiveError} LV_NOT_A_VIEW
 */
export function definitionOf(view: LiveView): ViewDefinition {
  const given: unknown = view
  if (typeof given === "object" && given !== null && "~definition" in given) return view["~definition"]
  throw new LiveError("LV_NOT_A_VIEW", { got: describedWithKind(given) })
}

const NAME = /^[a-z][a-z0-9-]*$/
const TAG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** Elements that cannot hold a view: void, raw text, or of the document itself. */
const NO_CONTAINER = new Set(
  "area base body br col embed head hr html iframe img input link meta noscript param script source style template textarea title track wbr".split(
    " ",
  ),
)
const MEMBERS = ["name", "template", "render", "layout", "title", "container", "mount", "events"] as const
const CALLBACKS = ["handleEvent", "handleInfo", "handleGap", "terminate"] as const
const KNOWN: readonly string[] = [...MEMBERS, ...CALLBACKS]

/**
 * Checks what was given to `liveView` and erases its types.
 *
 * @throws {@link LiveError} LV_VIEW_INVALID
 */
export function defineView(given: unknown): ViewDefinition {
  if (typeof given !== "object" || given === null) {
    throw new LiveError("LV_VIEW_INVALID", {
      view: "",
      why: `liveView takes an object, not ${describedWithKind(given)}.`,
    })
  }
  const source = given as Record<string, unknown>
  const { name, template, render, layout, title, container = "div", mount } = source
  const quoted = typeof name === "string" ? `"${name}"` : "without a name"
  const check = (right: boolean, why: string): void => {
    if (!right) throw new LiveError("LV_VIEW_INVALID", { view: quoted, why })
  }

  check(
    isText(name) && NAME.test(name),
    "`name` starts with a letter, and goes on with letters (a-z), digits and hyphens.",
  )
  for (const member of Object.keys(source)) {
    const meant = closest(member, KNOWN)
    const hint = meant === undefined ? `Views have: ${KNOWN.join(", ")}.` : `Did you mean \`${meant}\`?`
    check(KNOWN.includes(member), `it has a member \`${member}\` that views do not have. ${hint}`)
  }
  check(typeof mount === "function", "`mount` is missing: a function that returns the assigns.")
  check(template === undefined || isText(template), "`template` is the name of a template file.")
  check(render === undefined || typeof render === "function", "`render` is a function that returns html`…`.")
  check((template === undefined) !== (render === undefined), "it needs one of `template` and `render`, and not both.")
  check(layout === undefined || layout === false || isText(layout), "`layout` is the name of a template, or false.")
  check(title === undefined || typeof title === "string", "`title` is a text.")
  check(isText(container) && TAG.test(container), "`container` is the name of a tag, in lower case, such as `section`.")
  check(!NO_CONTAINER.has(container as string), `a <${String(container)}> cannot hold a view (\`container\`).`)
  for (const callback of CALLBACKS) {
    const value = source[callback]
    check(value === undefined || typeof value === "function", `\`${callback}\` is a function.`)
  }

  // Each member was checked above; the callbacks' own types were checked by the compiler, in `liveView`.
  const definition: Record<string, unknown> = { name, container, events: eraseEvents(source, check) }
  for (const member of ["template", "layout", "title"] as const) {
    if (source[member] !== undefined) definition[member] = source[member]
  }
  for (const callback of ["mount", "render", ...CALLBACKS] as const) {
    if (typeof source[callback] === "function") definition[callback] = source[callback].bind(source)
  }
  return definition as unknown as ViewDefinition
}

function eraseEvents(
  { events = {} }: Record<string, unknown>,
  check: (right: boolean, why: string) => void,
): ReadonlyMap<string, ErasedEvent> {
  check(typeof events === "object" && events !== null && !Array.isArray(events), "`events` is an object of handlers.")
  const erased = new Map<string, ErasedEvent>()
  for (const [event, handler] of Object.entries(events as object)) {
    if (typeof handler === "function") {
      erased.set(event, handler.bind(events))
      continue
    }
    const checked = typeof handler === "object" && handler !== null && "~parts" in handler
    check(checked, `\`events.${event}\` is neither a function nor what \`event(schema, run)\` returned.`)
    const parts = (handler as { readonly "~parts": CheckedParts })["~parts"]
    const standard = typeof (parts.schema as CheckedParts["schema"] | undefined)?.["~standard"]?.validate === "function"
    check(standard, `the schema of \`events.${event}\` is no Standard Schema validator (Zod, Valibot, ArkType, …).`)
    check(typeof parts.run === "function", `\`events.${event}\` has no handler: event(schema, (params, socket) => …).`)
    erased.set(event, parts)
  }
  return erased
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== ""
}
