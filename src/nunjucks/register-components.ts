/** Makes components known to an environment, as tags. */

import { type AnyComponent, definitionOf } from "../component/component.js"
import { notAComponent } from "../component/define-component.js"
import { LiveError } from "../errors/live-error.js"
import { ComponentTag, straySlot } from "./component-tag.js"
import type { Environment } from "./internals.js"

interface Extensible {
  readonly extensionsList: readonly { readonly tags?: readonly string[] }[]
  addExtension(name: string, extension: object): unknown
}

/**
 * Adds the tags of components.
 *
 * @throws {@link LiveError} LV_COMPONENT_INVALID for what is no component, and for tags that are taken
 */
export function registerComponents(env: Environment, components: readonly AnyComponent[], checks: boolean): void {
  const { extensionsList } = env as unknown as Extensible
  const add = (name: string, extension: object): void =>
    void (env as unknown as Extensible).addExtension(name, extension)
  for (const given of components) {
    const definition = definitionOf(given) ?? notAComponent(given)
    const { name } = definition
    const other = extensionsList.find(({ tags }) => tags?.includes(name))
    if (other === undefined) add(`component:${name}`, new ComponentTag(definition, checks))
    else if (!(other instanceof ComponentTag && other.component === definition)) {
      throw new LiveError("LV_COMPONENT_INVALID", {
        component: name,
        why: `another ${other instanceof ComponentTag ? "component" : "extension"} has the tag "${name}" already.`,
      })
    }
  }
  const hasSlot = extensionsList.some(({ tags }) => tags?.includes("slot"))
  if (components.length > 0 && !hasSlot) add("component slot", straySlot)
}
