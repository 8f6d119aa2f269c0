/** Emits what defines names: `set`, `import`, `from … import`. As in nunjucks, with marks for what has changed. */

import type { Frame, FromImportNode, ImportNode, PairNode, SetNode, TemplateRefNode } from "../internals/internals.js"
import { symbolName } from "../parse/ast.js"
import type { Emitter } from "./emitter.js"

/**
 * `set` runs in every render. Its name is dirty if the value is another one than this place had last time, which a level
 * in tree mode remembers; in string mode it always is.
 */
export function emitSet(c: Emitter, node: SetNode, frame: Frame): void {
  c.at(node)
  const variables = node.targets.map((target) => {
    const known = frame.lookup(target.value)
    if (typeof known === "string" && !known.startsWith("@")) return known
    const name = c.variable()
    c.line(`var ${name};`)
    return name
  })
  const value =
    node.value === null ? c.capture(() => c.compile(node.body as never, frame)) : c.expression(node.value, frame)
  c.line(`${variables.join(" = ")} = ${value};`)
  node.targets.forEach(({ value: name }, index) => emitAssign(c, name, variables[index] as string))
  emitSetDirt(c, node, variables[0] as string)
}

function emitAssign(c: Emitter, name: string, variable: string): void {
  const key = JSON.stringify(name)
  // As `frame.set` does, which looks for dots in the name.
  c.line(`(frame.resolve(${key}, true) || frame).variables[${key}] = ${variable};`)
  c.line(`if (frame.topLevel) { context.setVariable(${key}, ${variable});`)
  c.line(`${name.startsWith("_") ? "" : `context.addExport(${key});`} }`)
}

function emitSetDirt(c: Emitter, node: SetNode, variable: string): void {
  const mask = c.options.mask(node.targets.map((target) => target.value))
  const { level } = c
  // What is set within the value, or was last time.
  const inner = node.value ?? node.body
  const sets = inner === null || inner === undefined ? 0 : c.mask(c.facts(inner).sets)
  if (sets !== 0) c.line(`st.d |= ${sets};`)
  if (level === undefined || level.previous === "") return c.line(`st.d |= ${mask};`)
  // The variable may be set again in this level, so what it is now is kept apart.
  const kept = c.variable()
  c.line(`var ${kept} = ${variable};`)
  const index = level.memo.push(kept) - 1
  c.line(`if (${level.previous} === undefined || ${level.previous}.memo[${index}] !== ${kept}) st.d |= ${mask};`)
  const reads = c.mask(c.facts(node).reads)
  if (reads !== 0) c.line(`if (st.m & ${reads}) { st.d |= ${mask}; st.m |= ${mask}; }`)
}

export function emitImport(c: Emitter, node: ImportNode, frame: Frame): void {
  const id = emitImported(c, node, frame)
  emitDefine(c, node.target.value, id, frame)
}

export function emitFromImport(c: Emitter, node: FromImportNode, frame: Frame): void {
  const exported = emitImported(c, node, frame)
  for (const child of node.names.children) {
    const name = child.typename === "Pair" ? (child as PairNode).key.value : (symbolName(child) as string)
    const alias = child.typename === "Pair" ? (symbolName((child as PairNode).value) as string) : name
    const id = c.variable()
    const key = JSON.stringify(name)
    c.line(
      `if (!Object.prototype.hasOwnProperty.call(${exported}, ${key})) throw new Error(${JSON.stringify(`cannot import '${name}'`)});`,
    )
    c.line(`var ${id} = ${exported}[${key}];`)
    emitDefine(c, alias, id, frame)
  }
}

function emitImported(c: Emitter, node: ImportNode | FromImportNode, frame: Frame): string {
  c.at(node)
  const id = c.variable()
  const file = `st.file(${c.expression((node as unknown as TemplateRefNode).template, frame)}, ${c._templateName()}, false)`
  c.line(`var ${id} = rt.importFile(st, { context, frame }, ${file}, ${node.withContext === true});`)
  return id
}

/** Defines a name as nunjucks does at this place: at the top in the context, else in the frame. */
function emitDefine(c: Emitter, name: string, variable: string, frame: Frame): void {
  const key = JSON.stringify(name)
  frame.set(name, variable)
  c.line(frame.parent ? `frame.variables[${key}] = ${variable};` : `context.setVariable(${key}, ${variable});`)
  c.line(`st.d |= ${c.options.mask([name])};`)
}
