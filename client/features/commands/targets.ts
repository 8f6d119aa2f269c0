/** Which elements a command is for. */
import { closest, findAll, findAllInPage } from "../../dom/nodes/members.js"

export type Target = string | { readonly inner: string } | { readonly closest: string } | { readonly document: string }

/** The elements, seen from the one that the command stands on. */
export function targetsOf(target: Target | undefined, source: Element): Iterable<Element> {
  if (target === undefined) return [source]
  if (typeof target === "string") return findAllInPage(target)
  if ("inner" in target) return findAll(source, target.inner)
  if ("document" in target) return findAllInPage(target.document)
  const element = closest(source, target.closest)
  return element === null ? [] : [element]
}
