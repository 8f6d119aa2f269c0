/** Places where a dynamic value is dangerous or cannot be updated: escaping for HTML does not make it safe there. */

import { HOLE } from "../../protocol/markup.js"
import { SHADOW_MODE } from "../elements/open-elements.js"
import { isDataScript } from "../elements/script-type.js"
import { describeReference, openReference } from "../text/open-reference.js"
import { attributeOf, isAtValue, isInTag, isRaw, type TokenizerState } from "./tokenizer-state.js"
import { beginsScriptUrl, isUrlAttribute, type UrlPlace } from "./url-check.js"

/** Why no hole may stand here, with what to do instead; undefined if it may. */
export function holeRefusal(state: TokenizerState): string | undefined {
  return shadowRefusal(state) ?? valueRefusal(state) ?? textRefusal(state)
}

/** In the value of an attribute: it may be code, or the beginning of an address. */
function valueRefusal({ mode, tag, closing, attribute }: TokenizerState): string | undefined {
  if (!isAtValue(mode) || attribute === null || closing) return undefined
  const place = { tag, attribute: attribute.name }
  const problem = codeRefusal(place)
  if (problem !== undefined) return problem
  const isUrl = isUrlAttribute(place)
  const reference = isUrl && mayBeScheme(attribute.value) ? openReference(attribute.value) : ""
  if (reference !== "") return describeReference(reference)
  return beginsScriptUrl(attribute.value.replaceAll(HOLE, ""), place) ? scriptRefusal(attribute.name) : undefined
}

/** In a text: it may be the source of a script. */
function textRefusal({ mode, raw, scriptType, open }: TokenizerState): string | undefined {
  if (isRaw(mode) && raw === "script" && !isDataScript(scriptType)) return sourceRefusal(scriptType)
  // What stands in a script of svg is decoded before it runs. Start tags and comments in it are none of its text.
  return open.inScript && !isInTag(mode) ? sourceRefusal("") : undefined
}

/** Why no value may make this attribute, neither its name nor its value; undefined if it may. */
export function codeRefusal({ tag, attribute }: UrlPlace): string | undefined {
  if (attribute.startsWith("on")) return scriptRefusal(attribute)
  if (attribute === "srcdoc") return 'in "srcdoc", which is a whole document. Let the frame load it by "src"'
  if (tag === "script" && sources.has(attribute)) {
    return `in "${attribute}" of a script. Choose the script in the layout`
  }
  return undefined
}

/** True while the scheme of an address that the template begins itself may still be going on. */
function mayBeScheme(value: string): boolean {
  return !/[:/?]|(?:^|[^&])#/.test(value) && !value.trimStart().startsWith(HOLE)
}

/** Names of the attributes by which scripts are loaded, in HTML and in svg. */
const sources: ReadonlySet<string> = new Set(["src", "href", "xlink:href"])

function scriptRefusal(attribute: string): string {
  return `in the script of "${attribute}", which escaping does not make safe. Use live-click and the like, or a data attribute that the script reads`
}

function sourceRefusal(type: string): string {
  const remedy = 'Put the value into <script type="application/json"> or a data attribute'
  return type.includes(HOLE)
    ? `in the text of a script whose type is not certain: no value may stand in the \`type\`, nor in front of it in the tag. ${remedy}`
    : `in the source of a script, which escaping does not make safe. ${remedy}`
}

/**
 * Elements whose text is code or no HTML, which load code, or which are the whole page's: no value chooses them as the name
 * of a tag.
 */
const unchosen: ReadonlySet<string> = new Set(
  (
    "base body embed frame frameset head html iframe link meta noembed noframes noscript object plaintext script style " +
    "template textarea title xmp"
  ).split(" "),
)

/** Why no value may make this the name of a tag, wholly or in part; undefined if it may. */
export function nameRefusal(tag: string): string | undefined {
  return unchosen.has(tag)
    ? `in the name of a tag that becomes <${tag}>, whose content is code or no HTML. Write the tag out, in a branch for each name`
    : undefined
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
