/** Development only: tells of elements whose hook nobody registers, and of names that were given to two classes. */
import { findAllInPage, getAttribute, isInPage } from "../../dom/nodes/members.js"
import { hookRegistry } from "../../util/hook-registry.js"
import type { OverlayTools } from "./bindings.js"

/** In ms: a class that has not been registered by then is missing. */
const PATIENCE = 5_000

/** Looks at the page's hooks, and again whenever there may be others. */
export function watchHooks({ prefix, warn }: OverlayTools): void {
  const attribute = `${prefix}hook`
  const registry = hookRegistry()
  const told = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const nameOf = (element: Element): string => getAttribute(element, attribute) ?? ""
  const isMissing = (element: Element): boolean => {
    const name = nameOf(element)
    return name !== "" && !registry.classes.has(name) && !told.has(name)
  }
  const tellMissing = (): void => {
    timer = undefined
    for (const element of findAllInPage(`[${attribute}]`)) {
      if (!isMissing(element) || !isInPage(element)) continue
      const name = nameOf(element)
      told.add(name)
      warn(
        `No hook is registered as ${JSON.stringify(name)}, so ${attribute}="${name}" does nothing. Registered ` +
          `are: ${[...registry.classes.keys()].join(", ") || "none"}. Call registerHooks({ ${name} }) in a script ` +
          "of the page (docs/hooks.md).",
        element,
      )
    }
  }
  // A class may be on its way.
  const look = (): void => {
    if (timer === undefined && [...findAllInPage(`[${attribute}]`)].some(isMissing))
      timer = setTimeout(tellMissing, PATIENCE)
  }
  const tellTwice = (): void => {
    for (const name of registry.twice) {
      warn(
        `The hook ${JSON.stringify(name)} has been registered twice, with two classes. Elements that come from now on get ` +
          "the second one. Register each name once: a script that the page has twice, or two parts of your own with one name?",
        document,
      )
    }
    registry.twice.clear()
  }
  registry.listeners.add(tellTwice)
  tellTwice()
  look()
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: [attribute] })
}
