/** Checks the definition of a component. */

import { described } from "../errors/described.js"
import { LiveError } from "../errors/live-error.js"
import type { Rendered } from "../render/values/values.js"
import type { AttributeDeclarations, AttributeSpec } from "./attribute.js"
import { mistypedValue } from "./check-use.js"
import type { ComponentDefinition } from "./definition.js"
import type { SlotDeclarations, SlotSpec } from "./slot.js"

/** What `component` was given. */
export interface GivenDefinition {
  readonly doc?: string | undefined
  readonly attrs?: AttributeDeclarations | undefined
  readonly slots?: SlotDeclarations | undefined
  readonly render: (props: never) => Rendered
}

const NAME = /^[a-z][A-Za-z0-9_]*$/
const ATTRIBUTE_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/

/** Tags that nunjucks has, and names that stand in the grammar of ours. */
const taken: ReadonlySet<string> = new Set(
  (
    "if elif elseif else endif for endfor asyncEach endeach asyncAll endall ifAsync set endset block endblock extends " +
    "include import from macro endmacro call endcall filter endfilter switch case default endswitch raw endraw " +
    "verbatim endverbatim slot endslot"
  ).split(" "),
)

/** Names that mean something else, or end nunjucks' expressions, so a template could not give them. */
const reserved: ReadonlySet<string> = new Set("if else in is and or not true false none let slots".split(" "))

/** Checks a definition. */
export function defineComponent(name: string, given: GivenDefinition): ComponentDefinition {
  const refuse = (why: string): never => {
    throw new LiveError("LV_COMPONENT_INVALID", { component: String(name), why })
  }
  if (typeof name !== "string" || !NAME.test(name)) {
    refuse("its name is a template's tag, so it has to be a lower-case letter, then letters, digits and _.")
  }
  if (taken.has(name)) refuse(`"${name}" is a tag of nunjucks already. Give it another name.`)
  if (typeof given?.render !== "function") refuse("it has no `render`, a function that returns html`…`.")
  const slots = Object.entries(given.slots ?? {}).map(([key, declared]): [string, SlotSpec] => {
    if (!ATTRIBUTE_NAME.test(key)) refuse(`a slot cannot be called "${key}".`)
    if (typeof declared !== "object" || !("~slot" in declared))
      refuse(`the slot "${key}" is not declared by \`slot\`, such as \`slot()\`.`)
    return [key, declared["~slot"]]
  })
  return {
    name,
    doc: given.doc,
    ...checkedAttributes(given.attrs ?? {}, refuse),
    slots: new Map(slots),
    render: given.render as ComponentDefinition["render"],
  }
}

function checkedAttributes(
  given: AttributeDeclarations,
  refuse: (why: string) => never,
): Pick<ComponentDefinition, "attrs" | "rest"> {
  const attrs = new Map<string, AttributeSpec>()
  let rest: ComponentDefinition["rest"]
  for (const [key, declared] of Object.entries(given)) {
    if (!ATTRIBUTE_NAME.test(key) || reserved.has(key)) refuse(`an attribute cannot be called "${key}".`)
    if (typeof declared === "object" && "~global" in declared) {
      if (rest !== undefined) refuse("it has `attr.global()` twice.")
      rest = { key, names: declared["~global"].names }
    } else if (typeof declared === "object" && "~attribute" in declared) {
      attrs.set(key, checked(key, declared["~attribute"], refuse))
    } else refuse(`the attribute "${key}" is not declared by \`attr\`, such as \`attr.string()\`.`)
  }
  return { attrs, rest }
}

function checked(key: string, spec: AttributeSpec, refuse: (why: string) => never): AttributeSpec {
  if (spec.type === "oneOf" && spec.values.length === 0) refuse(`the attribute "${key}" is one of no values.`)
  const problem = spec.presence === "default" ? mistypedValue(spec, spec.default) : undefined
  if (problem !== undefined) refuse(`the default of the attribute "${key}" ${problem}.`)
  return spec
}

/** For what stands where a component is expected. */
export function notAComponent(given: unknown): never {
  throw new LiveError("LV_COMPONENT_INVALID", {
    component: described(given),
    why: "it was not made by `component(name, { … })`.",
  })
}
