/**
 * Development only: tells of bindings that nothing will come of, as they stand on what they are not for or say what nobody
 * knows. Each is told once, in the browser's console, with its element.
 */
import { findAllInPage, localNameOf } from "../../dom/nodes/members.js"

/** What the overlay has of the page. */
export interface OverlayTools {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  warn(text: string, node: Node): void
}

interface Mistake {
  readonly binding: string
  /** Elements that have the binding, and are none of these, are told of. */
  readonly rightOn: string
  readonly remedy: (name: string, value: string, element: string) => string
}

const CONTROLS = "button,input,select,textarea,fieldset,optgroup,option"

const onLink = (binding: string): Mistake => ({
  binding,
  rightOn: "a",
  remedy: (name, _value, element) =>
    `${name} does nothing on <${element}>: links are followed by it. Write <a href="…" ${name}>, or live-click with js.${binding}("…").`,
})

/** The empty word stands for the binding alone. */
const oneOf = (binding: string, ...words: readonly string[]): Mistake => ({
  binding,
  rightOn: words.map((word) => `[@="${word}"]`).join(),
  remedy: (name, value) => {
    const [last, ...others] = words.map((word) => (word === "" ? name : `${name}="${word}"`)).reverse()
    return `Nobody knows ${name}="${value}". Write ${others.reverse().join(", ")}, or ${last}.`
  },
})

const MISTAKES: readonly Mistake[] = [
  {
    binding: "disable-with",
    rightOn: CONTROLS,
    remedy: (name, _value, element) =>
      `${name} does nothing on <${element}>: only controls can be disabled. Put it on the button.`,
  },
  onLink("patch"),
  onLink("navigate"),
  oneOf("patch", "", "replace"),
  oneOf("navigate", "", "replace"),
  oneOf("prefetch", "", "off"),
  oneOf("offline", "queue", "refuse", "drop"),
]

/** Looks at the page, and again whenever it has changed. */
export function watchBindings({ prefix, warn }: OverlayTools): void {
  const told = new Set<string>()
  const look = (): void => {
    for (const { binding, rightOn, remedy } of MISTAKES) {
      const name = prefix + binding
      for (const element of findAllInPage(`[${name}]:not(${rightOn.replaceAll("@", name)})`)) {
        const text = remedy(name, element.getAttribute(name) ?? "", localNameOf(element))
        // What has a hyphen in its name may be a control of its own kind.
        if (told.has(text) || (rightOn === CONTROLS && localNameOf(element).includes("-"))) continue
        told.add(text)
        warn(text, element)
      }
    }
  }
  look()
  const attributeFilter = MISTAKES.map(({ binding }) => prefix + binding)
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter })
}
