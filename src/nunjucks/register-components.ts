/** Makes components known to an environment, as tags. */

import { components } from "../component/built-in/components.js"
import { type AnyComponent, componentDefinitionOf } from "../component/component.js"
import { notAComponent } from "../component/define-component.js"
import type { ComponentDefinition } from "../component/definition.js"
import { LiveError } from "../errors/live-error.js"
import type { RenderSetting } from "../render/values/render-setting.js"
import type { Environment } from "./internals/internals.js"
import { ComponentTag } from "./parse/component-tag.js"
import { slotTag } from "./parse/slot-tag.js"

interface Extensible {
  readonly extensionsList: readonly { readonly tags?: readonly string[] }[]
  addExtension(name: string, extension: object): unknown
  removeExtension(name: string): unknown
}

/**
 * Adds the tags of components: the app's, then livemount's own where nothing else has the tag.
 *
 * @throws {@link LiveError} LV_COMPONENT_INVALID for what is no component, and for tags that are taken
 */
export function registerComponents(env: Environment, given: readonly AnyComponent[], setting: RenderSetting): void {
  const extensible = env as unknown as Extensible
  const add = (definition: ComponentDefinition): void =>
    void extensible.addExtension(nameOf(definition), new ComponentTag(definition, setting))
  for (const own of given) {
    const definition = componentDefinitionOf(own) ?? notAComponent(own)
    const other = holderOf(extensible, definition.name)
    if (other === undefined) add(definition)
    else if (isBuiltIn(other)) {
      extensible.removeExtension(nameOf(definition))
      add(definition)
    } else if (!(other instanceof ComponentTag && other.component === definition)) {
      throw new LiveError("LV_COMPONENT_INVALID", {
        component: definition.name,
        why: `another ${other instanceof ComponentTag ? "component" : "extension"} has the tag "${definition.name}" already.`,
      })
    }
  }
  for (const definition of builtIn) if (holderOf(extensible, definition.name) === undefined) add(definition)
  if (!extensible.extensionsList.includes(slotTag)) extensible.addExtension("component slot", slotTag)
}

const builtIn = Object.values(components).flatMap((own) => componentDefinitionOf(own) ?? [])

function nameOf({ name }: ComponentDefinition): string {
  return `component:${name}`
}

/** The extension that has a tag. */
function holderOf({ extensionsList }: Extensible, tag: string): object | undefined {
  return extensionsList.find(({ tags }) => tags?.includes(tag))
}

function isBuiltIn(extension: object): boolean {
  return extension instanceof ComponentTag && builtIn.includes(extension.component)
}
