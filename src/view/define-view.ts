/** Makes the definition of a view: checks what an app gave to `liveView`, and erases its types. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { describedWithKind } from "../errors/described.js"
import { LiveError } from "../errors/live-error.js"
import { closest } from "../util/closest.js"
import { erasePersist } from "./define-persist.js"
import type { ErasedEvent, ViewDefinition } from "./definition.js"
import type { CheckedParts } from "./event.js"
import type { ErasedGuard } from "./on-mount.js"

/** What was given, with nothing known of it but the names. */
type Members = Readonly<Record<string, unknown>>

/** Throws where something is not right. */
type Check = (right: boolean, why: string) => void

const NAME = /^[a-z][a-z0-9-]*$/
const TAG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** Elements that cannot hold a view: void, raw text, or of the document itself. */
const NO_CONTAINER = new Set(
  "area base body br col embed head hr html iframe img input link meta noscript param script source style template textarea title track wbr".split(
    " ",
  ),
)
const MEMBERS = [
  "name",
  "template",
  "render",
  "layout",
  "title",
  "container",
  "patch",
  "adopt",
  "mount",
  "events",
] as const
const PERSISTING = ["persist", "version", "upgrade", "restore"] as const
const CALLBACKS = [
  "handleParams",
  "handleConnected",
  "handleEvent",
  "handleInfo",
  "handleGap",
  "restream",
  "terminate",
] as const
const KNOWN: readonly string[] = [...MEMBERS, ...PERSISTING, ...CALLBACKS]

/** What was given before the members. */
export interface Declared {
  /** In the order in which they run. */
  readonly guards?: readonly ErasedGuard[]
  readonly paramsSchema?: StandardSchemaV1 | undefined
}

/** What has to hold of the members, and what is said where it does not. */
const RULES: readonly (readonly [holds: (members: Members) => boolean, why: string])[] = [
  [({ mount }) => isFunction(mount), "`mount` is missing: a function that returns the assigns."],
  [({ template }) => template === undefined || isText(template), "`template` is the name of a template file."],
  [({ render }) => render === undefined || isFunction(render), "`render` is a function that returns html`…`."],
  [
    ({ template, render }) => (template === undefined) !== (render === undefined),
    "it needs one of `template` and `render`, and not both.",
  ],
  [
    ({ layout }) => layout === undefined || layout === false || isText(layout),
    "`layout` is the name of a template, or false.",
  ],
  [({ title }) => title === undefined || typeof title === "string", "`title` is a text."],
  [
    ({ patch, handleParams }) => patch === undefined || (patch === "socket" && isFunction(handleParams)),
    '`patch` is "socket", and for views with `handleParams`, which says who may see what.',
  ],
  [({ adopt }) => adopt === undefined || typeof adopt === "boolean", "`adopt` is true or false."],
  [
    ({ container }) => container === undefined || (isText(container) && TAG.test(container)),
    "`container` is the name of a tag, in lower case, such as `section`.",
  ],
]

/**
 * Checks what was given to `liveView` and erases its types.
 *
 * @param declared - What `liveView.onMount` and `liveView.params` were given.
 * @throws {@link LiveError} LV_VIEW_INVALID
 */
export function defineView(given: unknown, { guards = [], paramsSchema }: Declared = {}): ViewDefinition {
  if (typeof given !== "object" || given === null) {
    throw new LiveError("LV_VIEW_INVALID", {
      view: "",
      why: `liveView takes an object, not ${describedWithKind(given)}.`,
    })
  }
  const members = given as Members
  const quoted = typeof members["name"] === "string" ? `"${members["name"]}"` : "without a name"
  const check: Check = (right, why) => {
    if (!right) throw new LiveError("LV_VIEW_INVALID", { view: quoted, why })
  }
  checkNames(members, check)
  for (const [holds, why] of RULES) check(holds(members), why)
  const { container = "div" } = members
  check(!NO_CONTAINER.has(container as string), `a <${String(container)}> cannot hold a view (\`container\`).`)
  for (const callback of CALLBACKS) {
    const value = members[callback]
    check(value === undefined || isFunction(value), `\`${callback}\` is a function.`)
  }
  const persist = erasePersist(members, check)
  return { ...erased(members, eraseEvents(members, check)), guards, paramsSchema, persist }
}

/** The view's own name, and those of its members. */
function checkNames(members: Members, check: Check): void {
  const { name } = members
  check(
    isText(name) && NAME.test(name),
    "`name` starts with a letter, and goes on with letters (a-z), digits and hyphens.",
  )
  for (const member of Object.keys(members)) {
    if (KNOWN.includes(member)) continue
    const meant = closest(member, KNOWN)
    const hint = meant === undefined ? `Views have: ${KNOWN.join(", ")}.` : `Did you mean \`${meant}\`?`
    check(false, `it has a member \`${member}\` that views do not have. ${hint}`)
  }
}

/** Each member was checked; the callbacks' own types were checked by the compiler, in `liveView`. */
function erased(members: Members, events: ViewDefinition["events"]): Omit<ViewDefinition, keyof Declared | "persist"> {
  const { name, container = "div" } = members
  const definition: Record<string, unknown> = { name, container, events }
  for (const member of ["template", "layout", "title", "patch", "adopt"] as const) {
    if (members[member] !== undefined) definition[member] = members[member]
  }
  for (const callback of ["mount", "render", ...CALLBACKS] as const) {
    const value = members[callback]
    if (isFunction(value)) definition[callback] = value.bind(members)
  }
  return definition as unknown as ViewDefinition
}

function eraseEvents({ events = {} }: Members, check: Check): ReadonlyMap<string, ErasedEvent> {
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

function isFunction(value: unknown): value is (...given: never[]) => unknown {
  return typeof value === "function"
}
