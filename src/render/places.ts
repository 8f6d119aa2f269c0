/** Places where a dynamic value is dangerous or cannot be updated: escaping for HTML does not make it safe there. */

import { HOLE } from "../protocol/markup.js"
import { SHADOW_MODE } from "./open-elements.js"
import { describeReference, openReference } from "./open-reference.js"
import { attributeOf, isInTag, isRaw, Mode, type TokenizerState } from "./tokenizer-state.js"
import { isScriptUrl, isUrlAttribute } from "./url-check.js"

/** Why no hole may stand here, with what to do instead; undefined if it may. */
export function refusal(state: TokenizerState): string | undefined {
  const { mode, attribute } = state
  const shadow = shadowRefusal(state)
  if (shadow !== undefined) return shadow
  const inValue =
    mode === Mode.doubleQuoted ||
    mode === Mode.singleQuoted ||
    mode === Mode.unquoted ||
    mode === Mode.beforeAttributeValue
  if (inValue && attribute !== null && !state.closing) {
    if (attribute.name.startsWith("on")) {
      return `in the script of "${attribute.name}", which escaping does not make safe. Use live-click and the like, or a data attribute that the script reads`
    }
    if (attribute.name === "srcdoc") return 'in "srcdoc", which is a whole document. Let the frame load it by "src"'
    if (attribute.name === "src" && state.tag === "script")
      return 'in "src" of a script. Choose the script in the layout'
    const isUrl = isUrlAttribute({ tag: state.tag, attribute: attribute.name })
    const reference = isUrl && mayBeScheme(attribute.value) ? openReference(attribute.value) : ""
    if (reference !== "") return describeReference(reference)
    if (isUrl && isScriptUrl(attribute.value)) {
      return `in the script of "${attribute.name}", which escaping does not make safe. Use live-click and the like, or a data attribute that the script reads`
    }
  }
  if (isRaw(mode) && state.raw === "script" && !isData(state)) {
    return 'in the source of a script, which escaping does not make safe. Put the value into <script type="application/json"> or a data attribute'
  }
  return undefined
}

/** True while the scheme of an address that the template begins itself may still be going on. */
function mayBeScheme(value: string): boolean {
  return !/[:/?]|(?:^|[^&])#/.test(value) && !value.trimStart().startsWith(HOLE)
}

/**
 * Why nothing that changes may stand here, be it a value or a choice of fixed texts. What is in a declarative shadow root
 * the page's parser takes out of the page, and no script can write such a root.
 */
export function shadowRefusal({ mode, open, tag, closing, attribute }: TokenizerState): string | undefined {
  const inStartTag = isInTag(mode) && !closing && tag === "template"
  if (!open.inShadow && !(inStartTag && attributeOf(attribute, SHADOW_MODE) !== undefined)) return undefined
  return "in a declarative shadow root, which only the parser of a page can make. Put the value into an attribute of the element around it, whose script writes it into the shadow root"
}

function isData({ scriptType }: TokenizerState): boolean {
  return scriptType !== "" && !scriptType.includes(HOLE) && !executable.test(scriptType)
}

const executable = /^(module|importmap|speculationrules|(text|application)\/(x-)?(java|ecma|j|live)script\S*)$/
