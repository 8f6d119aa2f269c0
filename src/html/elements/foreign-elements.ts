/** Elements of svg and math: what opens and closes them follows rules of their own. */

import { breakOut } from "./html-names.js"
import { isIntegrationPoint, mathText, type OpenElement } from "./open-elements.js"
import { isDataScript } from "./script-type.js"

/** True if a start tag in svg or math opens an element of svg or math. */
export function staysForeign(top: OpenElement, name: string): boolean {
  const html = top.content === "math" && mathText.has(top.name) && name !== "mglyph" && name !== "malignmark"
  return !html && !breakOut.has(name)
}

/** The element that an end tag closes in svg or math: they close by name alone. */
export function foreignParent(top: OpenElement, name: string): OpenElement | undefined {
  for (let node: OpenElement | null = top; node !== null && node.namespace !== "html"; node = node.parent) {
    if (node.name === name && node.parent !== null) return node
  }
  return undefined
}

const svgHtml: ReadonlySet<string> = new Set(["foreignobject", "desc", "title"])

export function pushForeign(
  { parent, name, namespace, at }: Pick<OpenElement, "name" | "namespace" | "at"> & { readonly parent: OpenElement },
  { attribute }: { attribute(name: string): string | undefined },
): OpenElement {
  const encoding = name === "annotation-xml" ? attribute("encoding")?.toLowerCase() : undefined
  const html =
    (namespace === "svg" && svgHtml.has(name)) || encoding === "text/html" || encoding === "application/xhtml+xml"
  const isScript = namespace === "svg" && name === "script" && !isDataScript(attribute("type") ?? "")
  const { inShadow, inScript } = parent
  return { name, namespace, content: html ? "html" : namespace, parent, inShadow, inScript: inScript || isScript, at }
}

export function leaveForeign(top: OpenElement): OpenElement {
  let node = top
  while (node.content !== "html" && !isIntegrationPoint(node) && node.parent !== null) node = node.parent
  return node.content === "html" || isIntegrationPoint(node) ? node : { ...node, content: "html" }
}
