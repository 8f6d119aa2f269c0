/** The bindings whose value is the name of an event, without their prefix: `click` of `live-click`. */

/** Those that also take a list of commands. */
export const COMMAND_BINDINGS: readonly string[] = [
  "click",
  "click-away",
  "dblclick",
  "submit",
  "change",
  "auto-recover",
  "keydown",
  "keyup",
  "focus",
  "blur",
  "window-keydown",
  "window-keyup",
  "window-focus",
  "window-blur",
  "mounted",
  "remove",
  "connected",
  "disconnected",
]

const LISTS = new RegExp(`^(?!.*-value-).*-(?:${COMMAND_BINDINGS.join("|")})$`)

/** True for an attribute whose value may be a list of commands, if it is a binding: whatever its prefix. */
export function takesLists(attribute: string): boolean {
  return LISTS.test(attribute)
}

/** All of them. */
export const EVENT_BINDINGS: readonly string[] = [...COMMAND_BINDINGS, "viewport-top", "viewport-bottom"]

/** True for an attribute whose text names an event. */
export function namesEvent(attribute: string, value: string, prefix: string): boolean {
  if (!attribute.startsWith(prefix)) return false
  const binding = attribute.slice(prefix.length)
  return EVENT_BINDINGS.includes(binding) && !(binding === "auto-recover" && value === "ignore")
}
