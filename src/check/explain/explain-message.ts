/**
 * What an error in generated code means for the template. Most errors that TypeScript finds there mean nothing: nunjucks
 * is loose where TypeScript is not. The ones that are told stand in the tables below.
 */

import type { Mark, MarkKind } from "../sources/generated-code.js"
import { meant } from "../sources/problem.js"
import type { CompilerMessage } from "./compiler-messages.js"
import { explainAttribute, explainComponent, explainSlot, NOT_A_MEMBER, shortened } from "./explain-use.js"
import type { Explanation } from "./explanation.js"

/** A property that is not there; TypeScript knows of one with nearly that name in the second. */
const MISSING: ReadonlySet<number> = new Set([2339, 2551, 2550])
/** Arguments that do not fit, and calls of what may not be callable. */
const CALLS: ReadonlySet<number> = new Set([
  2345, 2322, 2820, 2554, 2555, 2769, 2740, 2741, 2559, 2349, 2721, 2722, 2723, 2532, 2533, 18047, 18048, 18049,
])
/** Comparisons that can never hold. */
const COMPARISONS: ReadonlySet<number> = new Set([2367, 2678])

/**
 * A type that a view's module declares is another one in the module's copy, if it is a class with private members or
 * has a symbol of its own. Values of both may meet where a component imports it.
 */
const DECLARED_TWICE =
  /import\("[^"]*\/module-\d+"|refers to a different member|separate declarations of a private|Two different types with this name/

/** What is left of `unknown` behind a condition, and of a union whose members were all told apart. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["{}", "never"])

/** A compiler's message and the mark that it stands at. */
export interface MarkedMessage {
  readonly message: CompilerMessage
  readonly mark: Mark
}

function explainProperty({ message, mark }: MarkedMessage, others: readonly MarkedMessage[]): Explanation | undefined {
  if (!MISSING.has(message.code)) return explainUse(message)
  if (isOfUnion(message) && !others.some((other) => refusesAllMembers(other, mark))) return undefined
  return missingProperty(message, mark.name ?? "")
}

/** Returns what an error means, undefined if nothing. `others`: all errors of the same view. */
export function explain(
  { message, mark }: MarkedMessage,
  others: readonly MarkedMessage[],
  view: string,
): Explanation | undefined {
  if ([message.text, ...message.details].some((text) => DECLARED_TWICE.test(text))) return undefined
  return byMark[mark.kind]({ message, mark, name: mark.name ?? "", view, others })
}

/** All that an explanation is found from. */
interface Marked extends MarkedMessage {
  /** Of the mark; "" if it has none. */
  readonly name: string
  readonly view: string
  readonly others: readonly MarkedMessage[]
}

const byMark: Readonly<Record<MarkKind, (marked: Marked) => Explanation | undefined>> = {
  scaffold: () => undefined,
  "some-member": () => undefined,
  assigns: ({ view }) => ({ rule: "untyped-view", message: untyped(view) }),
  assign: ({ message, name, view }) =>
    MISSING.has(message.code) ? missingAssign(message, name, view) : explainUse(message),
  property: (marked) => explainProperty(marked, marked.others),
  expression: ({ message }) => explainUse(message),
  attribute: ({ message, name }) => explainAttribute(message, name),
  slot: ({ message, name }) => explainSlot(message, name),
  component: ({ message, name }) => (CALLS.has(message.code) ? explainComponent(message, name) : undefined),
}

function explainUse({ code, text, details }: CompilerMessage): Explanation | undefined {
  if (COMPARISONS.has(code)) {
    // Numbers and texts may be equal for nunjucks; two texts that are written down cannot.
    const types = [...text.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? "")
    if (types.length < 2 || !types.every(isTextUnion)) return undefined
    return { rule: "type", message: `This can never hold: ${types.join(" is compared with ")}.` }
  }
  if (NOT_A_MEMBER.has(code)) return surplusProperty(text)
  if (!CALLS.has(code)) return undefined
  return { rule: "type", message: [text, ...details].join(" ") }
}

function isTextUnion(type: string): boolean {
  return /^(("[^"]*"|undefined|null)( \| |$))+$/.test(type)
}

function missingAssign({ text }: CompilerMessage, name: string, view: string): Explanation {
  const suggestion = suggestionIn(text)
  const message = `"${name}" is not an assign of the view "${view}".${meant(suggestion)}`
  return { rule: "unknown-assign", message, ...(suggestion === undefined ? {} : { suggestion }) }
}

function missingProperty({ text }: CompilerMessage, name: string): Explanation | undefined {
  const suggestion = suggestionIn(text)
  const type = /on type '(.*?)'(?:\.|$)/.exec(text)?.[1]
  if (type !== undefined && SAYS_NOTHING.has(type)) return undefined
  // What nunjucks takes as safe has its text there.
  if (type === "string" && name === "val") return undefined
  const message = `There is no property "${name}" on ${shortened(type ?? "it")}.${meant(suggestion)}`
  return { rule: "unknown-property", message, ...(suggestion === undefined ? {} : { suggestion }) }
}

/** A record that is written in the template has a name too many, for what it is given to. */
function surplusProperty(text: string): Explanation {
  const [, name = "", type = ""] = /'"?([^'"]*)"?' does not exist in type '(.*?)'\./.exec(text) ?? []
  const suggestion = suggestionIn(text)
  const message = `There is no property "${name}" on ${shortened(type)}.${meant(suggestion)}`
  return { rule: "unknown-property", message, ...(suggestion === undefined ? {} : { suggestion }) }
}

function suggestionIn(text: string): string | undefined {
  return /Did you mean (?:to write )?'([^']+)'\?/.exec(text)?.[1]?.replaceAll('"', "")
}

/** TypeScript then says which member it is that has no such property. */
function isOfUnion({ details }: CompilerMessage): boolean {
  return details.some((detail) => detail.startsWith("Property "))
}

function refusesAllMembers({ mark }: MarkedMessage, at: Mark): boolean {
  return mark.kind === "some-member" && mark.file === at.file && mark.line === at.line && mark.column === at.column
}

function untyped(view: string): string {
  return (
    `The assigns of the view "${view}" have the type \`any\`, so nothing in its template can be checked. ` +
    "Name their type: `liveView<Assigns>({ … })`."
  )
}
